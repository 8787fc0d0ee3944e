package dev.tenon.runtime.tensorflow.saved;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * Checks each operation of a graph against TensorFlow's own definition of it: attributes and their
 * kinds and values, the number of inputs, the number of results.
 *
 * <p>TensorFlow checks most of that itself, but allocates what a file counts before it does, and
 * checks the bodies of functions only when it runs them.
 */
public final class SchemaCheck {
  /** Results of one operation: more than this is no honest model. */
  private static final long MOST_RESULTS = 1L << 16;

  private static final AttrValue NO_CONDITION =
      AttrValue.newBuilder().setType(DataType.DT_BOOL).build();

  /** What an If can ask; another type ends the process. */
  private static final Set<DataType> CONDITIONS =
      Set.of(
          DataType.DT_BOOL,
          DataType.DT_DOUBLE,
          DataType.DT_FLOAT,
          DataType.DT_INT16,
          DataType.DT_INT32,
          DataType.DT_INT64,
          DataType.DT_INT8,
          DataType.DT_STRING,
          DataType.DT_UINT8);

  private static final int LONGEST_LIST = 1 << 20;
  private static final int LONGEST_TEXT = 40;

  /** Types of places and lengths that TensorFlow allows, but whose code takes them for int64. */
  private static final Map<String, DataType> NARROW =
      Map.of("SplitV", DataType.DT_INT8, "StridedSlice", DataType.DT_INT16);

  private static final AttrValue NONE = AttrValue.getDefaultInstance();

  private final String label;
  private final int producer;
  private final Map<String, FunctionDef> library;
  private final CallCheck calls;

  private SchemaCheck(String label, GraphDef graph) {
    this.label = label;
    this.producer = graph.getVersions().getProducer();
    this.library = GraphPart.library(label, graph);
    this.calls = new CallCheck(library);
  }

  /**
   * Checks a graph; TensorFlow's library must be loaded.
   *
   * @throws MalformedModelException naming the first operation that is not as TensorFlow defines it
   * @throws UnsupportedModelException where TensorFlow no longer has an operation
   */
  public static void check(String label, GraphDef graph) {
    SchemaCheck check = new SchemaCheck(label, graph);
    graph.getNodeList().forEach(node -> check.node(node, ""));
    for (FunctionDef function : graph.getLibrary().getFunctionList()) {
      String prefix = function.getSignature().getName() + "/";
      function.getNodeDefList().forEach(node -> check.node(node, prefix));
    }
    FunctionTypes types = new FunctionTypes(label, check.library);
    graph.getLibrary().getFunctionList().forEach(types::check);
  }

  private void node(NodeDef node, String prefix) {
    String where = label + ": node '" + prefix + node.getName() + "' (" + node.getOp() + ")";
    OpDef definition = definition(where, node.getOp());
    for (OpDef.AttrDef attribute : definition.getAttrList()) {
      attribute(where, definition, attribute, node);
    }
    for (String key : node.getAttrMap().keySet()) {
      if (definition.getAttrList().stream().noneMatch(known -> known.getName().equals(key))) {
        throw damaged(where, "has an attribute '" + key + "' that the operation does not know");
      }
    }
    DataType narrow = NARROW.get(node.getOp());
    if (narrow != null
        && List.of("Tlen", "Index").stream()
            .anyMatch(key -> value(definition, key, node).getType() == narrow)) {
      throw new UnsupportedModelException(
          where,
          "TensorFlow does not run it with places or lengths of so few bits",
          List.of(node.getOp()));
    }
    DataType condition = node.getAttrOrDefault("Tcond", NO_CONDITION).getType();
    if (!CONDITIONS.contains(condition)) {
      throw damaged(where, "has a condition of " + condition + ", which is neither true nor false");
    }
    long results = count(where, definition, definition.getOutputArgList(), node);
    if (results > MOST_RESULTS) {
      throw damaged(where, "has " + results + " results; expected at most " + MOST_RESULTS);
    }
    inputs(where, node, count(where, definition, definition.getInputArgList(), node));
    calls.check(where, node);
  }

  private OpDef definition(String where, String operator) {
    FunctionDef function = library.get(operator);
    if (function != null) {
      return function.getSignature();
    }
    OpDef definition;
    try {
      definition = OperatorDefinitions.of(operator);
    } catch (TensorFlowException e) {
      throw new UnsupportedModelException(
          where, "this TensorFlow has no such operation", List.of(operator));
    }
    int removed = definition.getDeprecation().getVersion();
    if (definition.hasDeprecation() && producer >= removed) {
      throw new UnsupportedModelException(
          where,
          "TensorFlow removed the operation in version "
              + removed
              + " of its graphs, and this one is of version "
              + producer,
          List.of(operator));
    }
    return definition;
  }

  private static void inputs(String where, NodeDef node, long expected) {
    boolean control = false;
    int inputs = 0;
    for (String input : node.getInputList()) {
      boolean isControl = input.startsWith("^");
      if (control && !isControl) {
        throw damaged(where, "reads '" + input + "' after operations that it only waits for");
      }
      control = isControl;
      inputs += isControl ? 0 : 1;
    }
    if (inputs != expected) {
      throw damaged(where, "has " + inputs + " inputs; expected " + expected);
    }
  }

  private static long count(
      String where, OpDef definition, List<OpDef.ArgDef> arguments, NodeDef node) {
    long count = 0;
    for (OpDef.ArgDef argument : arguments) {
      if (!argument.getNumberAttr().isEmpty()) {
        long length = value(definition, argument.getNumberAttr(), node).getI();
        if (length < 0 || length > Integer.MAX_VALUE) {
          throw damaged(where, "attribute '" + argument.getNumberAttr() + "' is " + length);
        }
        count += length;
      } else if (!argument.getTypeListAttr().isEmpty()) {
        count += value(definition, argument.getTypeListAttr(), node).getList().getTypeCount();
      } else {
        count++;
      }
    }
    return count;
  }

  /** Returns an attribute's value: the node's, or what the operation takes where it has none. */
  public static AttrValue value(OpDef definition, String name, NodeDef node) {
    AttrValue given = node.getAttrMap().get(name);
    if (given != null) {
      return given;
    }
    return definition.getAttrList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .map(OpDef.AttrDef::getDefaultValue)
        .findFirst()
        .orElse(NONE);
  }

  private static void attribute(
      String where, OpDef definition, OpDef.AttrDef attribute, NodeDef node) {
    AttrValue value = node.getAttrMap().get(attribute.getName());
    String subject = "attribute '" + attribute.getName() + "' ";
    if (value == null) {
      if (!attribute.hasDefaultValue()) {
        throw damaged(where, subject + "is missing");
      }
      return;
    }
    if (value.getValueCase() == AttrValue.ValueCase.PLACEHOLDER) {
      throw new UnsupportedModelException(
          where,
          subject + "is left open by its function, which is not handled",
          List.of(node.getOp()));
    }
    String kind = attribute.getType();
    boolean list = kind.startsWith("list(");
    String element = list ? kind.substring("list(".length(), kind.length() - 1) : kind;
    if (list ? !isList(element, value) : value.getValueCase() != scalar(element)) {
      throw damaged(where, subject + "is no " + kind);
    }
    if (list) {
      int length = length(value.getList());
      int axes = axes(definition, attribute);
      if (length > LONGEST_LIST
          || (attribute.getHasMinimum() && length < attribute.getMinimum())
          || (axes > 1 && length != axes)) {
        throw damaged(
            where, subject + "has " + length + " entries" + (axes > 1 ? "; expected " + axes : ""));
      }
    } else if (attribute.getHasMinimum() && value.getI() < attribute.getMinimum()) {
      throw damaged(
          where,
          subject + "is " + value.getI() + "; expected " + attribute.getMinimum() + " or more");
    }
    allowed(where, subject, attribute.getAllowedValues().getList(), value);
  }

  /**
   * Returns how long a list is that has an entry for every axis; 0 for other lists.
   *
   * <p>The definition says it as the least length, or as that of what the operation takes where
   * there is no list; strides are as many as dilations.
   */
  private static int axes(OpDef definition, OpDef.AttrDef attribute) {
    int taken = attribute.getDefaultValue().getList().getICount();
    if (attribute.getMinimum() > 1 || taken > 1) {
      return Math.max((int) attribute.getMinimum(), taken);
    }
    return attribute.getName().equals("strides")
        ? definition.getAttrList().stream()
            .filter(other -> other.getName().equals("dilations"))
            .mapToInt(other -> axes(definition, other))
            .sum()
        : 0;
  }

  private static void allowed(
      String where, String subject, AttrValue.ListValue allowed, AttrValue value) {
    List<DataType> types =
        value.getValueCase() == AttrValue.ValueCase.TYPE
            ? List.of(value.getType())
            : value.getList().getTypeList();
    for (DataType type : types) {
      if (!isPlain(type) || (allowed.getTypeCount() > 0 && !allowed.getTypeList().contains(type))) {
        throw damaged(where, subject + "is " + type + expected(allowed.getTypeList()));
      }
    }
    if (allowed.getSCount() > 0 && !allowed.getSList().contains(value.getS())) {
      String given = value.getS().toStringUtf8();
      throw damaged(
          where,
          subject
              + "is '"
              + given.substring(0, Math.min(given.length(), LONGEST_TEXT))
              + "'; expected one of "
              + allowed.getSList().stream().map(text -> text.toStringUtf8()).toList());
    }
  }

  private static String expected(List<DataType> types) {
    return types.isEmpty() ? "; expected a type of values" : "; expected one of " + types;
  }

  /**
   * Says whether values can be of a type: not where it is unknown, or a reference to a variable.
   */
  private static boolean isPlain(DataType type) {
    return type != DataType.DT_INVALID
        && type != DataType.UNRECOGNIZED
        && type.getNumber() < DataType.DT_FLOAT_REF_VALUE;
  }

  private static AttrValue.ValueCase scalar(String kind) {
    return switch (kind) {
      case "string" -> AttrValue.ValueCase.S;
      case "int" -> AttrValue.ValueCase.I;
      case "float" -> AttrValue.ValueCase.F;
      case "bool" -> AttrValue.ValueCase.B;
      case "type" -> AttrValue.ValueCase.TYPE;
      case "shape" -> AttrValue.ValueCase.SHAPE;
      case "tensor" -> AttrValue.ValueCase.TENSOR;
      case "func" -> AttrValue.ValueCase.FUNC;
      default -> AttrValue.ValueCase.VALUE_NOT_SET;
    };
  }

  private static boolean isList(String element, AttrValue value) {
    return value.getValueCase() == AttrValue.ValueCase.LIST
        && length(value.getList()) == length(value.getList(), element);
  }

  private static int length(AttrValue.ListValue list) {
    return list.getAllFields().values().stream().mapToInt(field -> ((List<?>) field).size()).sum();
  }

  private static int length(AttrValue.ListValue list, String element) {
    return switch (element) {
      case "string" -> list.getSCount();
      case "int" -> list.getICount();
      case "float" -> list.getFCount();
      case "bool" -> list.getBCount();
      case "type" -> list.getTypeCount();
      case "shape" -> list.getShapeCount();
      case "tensor" -> list.getTensorCount();
      case "func" -> list.getFuncCount();
      default -> -1;
    };
  }

  private static MalformedModelException damaged(String where, String what) {
    return new MalformedModelException(where, what + ": the graph is damaged");
  }
}
