package dev.tenon.importers.onnx.weights;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.tenon.formats.onnx.Domains;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.schema.OperatorSchemas;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the trainable initializers: those that operators read at the positions of weights. */
public final class TrainableInitializers {
  /** The operators whose single factor or summand may be a number of the formula. */
  private static final Set<String> ARITHMETIC = Set.of("Add", "Sub", "Mul");

  /** Names that exporters invent for numbers of a formula, such as the scale of attention. */
  private static final Pattern INVENTED =
      Pattern.compile("_?val_\\d+|onnx::.*|.*Constant.*|const_.*");

  /** Single numbers that PyTorch calls by the way to them: {@code block.1.scale}. */
  private static final Pattern PATH = Pattern.compile("\\w+(\\.\\w+)+");

  private final Map<String, FunctionProto> functions = new HashMap<>();
  private final Map<String, Map<String, Parameter.Role>> inside = new HashMap<>();
  private final Set<String> zeros = new HashSet<>();
  private final Set<String> fixed = new HashSet<>();

  private TrainableInitializers(ModelProto model) {
    for (FunctionProto function : model.getFunctionsList()) {
      functions.put(Domains.key(function.getDomain(), function.getName()), function);
    }
  }

  /**
   * Returns the purpose of each trainable initializer of the main graph, by name, including those
   * read by functions.
   */
  public static Map<String, Parameter.Role> find(ModelProto model) {
    return new TrainableInitializers(model).find(model.getGraph());
  }

  private Map<String, Parameter.Role> find(GraphProto graph) {
    Map<String, String> candidates = new HashMap<>();
    Set<String> numbers = new HashSet<>();
    fixed.addAll(TorchNotes.others(graph));
    for (TensorProto tensor : graph.getInitializerList()) {
      String name = tensor.getName();
      boolean one = tensor.getDimsList().stream().allMatch(length -> length == 1);
      boolean invented = isInvented(name);
      boolean single = tensor.getDimsCount() == 0;
      if (isReal(tensor.getDataType())
          && (!single || (!invented && PATH.matcher(name).matches()))) {
        candidates.put(name, name);
        if (isZero(tensor)) {
          zeros.add(name);
        }
        if (one && invented) {
          numbers.add(name);
        }
      }
    }
    Map<String, Parameter.Role> roles = new HashMap<>();
    mark(graph.getNodeList(), candidates, numbers, roles);
    return roles;
  }

  /**
   * Notes the roles of the names that nodes read.
   *
   * @param candidates what may have a role, under the names that it is read by
   */
  private void mark(
      List<NodeProto> nodes,
      Map<String, String> candidates,
      Set<String> numbers,
      Map<String, Parameter.Role> roles) {
    for (NodeProto node : nodes) {
      // A weight that is stored in another precision is read through this.
      if (node.getOpType().equals("Cast") && node.getOutputCount() == 1 && toFloats(node)) {
        String stored = candidates.get(node.getInput(0));
        if (stored != null) {
          candidates.put(node.getOutput(0), stored);
          if (numbers.contains(stored)) {
            numbers.add(node.getOutput(0));
          }
        }
      }
    }
    nodes.forEach(node -> mark(node, candidates, numbers, roles));
  }

  private void mark(
      NodeProto node,
      Map<String, String> candidates,
      Set<String> numbers,
      Map<String, Parameter.Role> roles) {
    String name = Domains.key(node.getDomain(), node.getOpType());
    FunctionProto function = functions.get(name);
    if (function != null) {
      Map<String, Parameter.Role> taken = roles(name, function);
      int given = Math.min(node.getInputCount(), function.getInputCount());
      for (int i = 0; i < given; i++) {
        Parameter.Role role = taken.get(function.getInput(i));
        String read = candidates.get(node.getInput(i));
        if (role != null && read != null) {
          roles.putIfAbsent(read, role);
        }
      }
      return;
    }
    if (!Domains.isStandard(node.getDomain())
        || (ARITHMETIC.contains(node.getOpType())
            && node.getInputList().stream().anyMatch(numbers::contains))) {
      return;
    }
    for (int i = 0; i < node.getInputCount(); i++) {
      String read = candidates.get(node.getInput(i));
      if (read != null && OperatorSchemas.isState(node.getOpType(), i)) {
        roles.putIfAbsent(read, Parameter.Role.STATE);
      } else if (read != null && isLearned(node.getOpType(), i, read)) {
        roles.putIfAbsent(read, Parameter.Role.WEIGHT);
      }
    }
  }

  private boolean isLearned(String operator, int input, String read) {
    return OperatorSchemas.isWeight(operator, input)
        && !fixed.contains(read)
        && !(zeros.contains(read) && OperatorSchemas.isInitialState(operator, input));
  }

  /** Returns what the inputs of a function are for inside it; no function calls itself. */
  private Map<String, Parameter.Role> roles(String name, FunctionProto function) {
    Map<String, Parameter.Role> known = inside.get(name);
    if (known == null) {
      known = new HashMap<>();
      Map<String, String> inputs = new HashMap<>();
      function.getInputList().forEach(input -> inputs.put(input, input));
      mark(function.getNodeList(), inputs, Set.of(), known);
      inside.put(name, known);
    }
    return known;
  }

  /** Returns whether an exporter made a name up. */
  static boolean isInvented(String name) {
    return INVENTED.matcher(name).matches();
  }

  private static boolean toFloats(NodeProto node) {
    return node.getInputCount() == 1
        && Domains.isStandard(node.getDomain())
        && node.getAttributeList().stream()
            .filter(attribute -> attribute.getName().equals("to"))
            .map(attribute -> (int) attribute.getI())
            .anyMatch(TrainableInitializers::isReal);
  }

  /** Returns whether numbers of a type can be learned; small floats are as integers are. */
  static boolean isReal(int type) {
    return OnnxFile.isSupported(type)
        && OnnxFile.dtype(type).isFloating()
        && !OnnxFile.dtype(type).isSmall();
  }

  /** Returns whether a state is zero, as exporters write what begins from nothing. */
  private static boolean isZero(TensorProto tensor) {
    if (tensor.getDimsCount() != 3 || tensor.getExternalDataCount() > 0) {
      return false;
    }
    ByteString raw = tensor.getRawData();
    for (int i = 0; i < raw.size(); i++) {
      if (raw.byteAt(i) != 0) {
        return false;
      }
    }
    return tensor.getFloatDataList().stream().allMatch(value -> value == 0)
        && tensor.getDoubleDataList().stream().allMatch(value -> value == 0)
        && tensor.getInt32DataList().stream().allMatch(value -> value == 0);
  }
}
