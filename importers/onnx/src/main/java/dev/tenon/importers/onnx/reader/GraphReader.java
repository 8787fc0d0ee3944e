package dev.tenon.importers.onnx.reader;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.error.InternalErrorException;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.ModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.onnx.Domains;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.formats.onnx.check.OperandTypes;
import dev.tenon.importers.onnx.proto.AttributeReader;
import dev.tenon.importers.onnx.proto.NodeOrder;
import dev.tenon.importers.onnx.proto.SparseTensors;
import dev.tenon.importers.onnx.upgrade.NodeDraft;
import dev.tenon.importers.onnx.upgrade.OpsetUpgrades;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the nodes of one graph, or of one function's body, into a graph under construction. */
public final class GraphReader {
  private final ImportContext context;
  private final GraphBuilder builder;
  private final NameScope scope;
  private final Place place;

  /**
   * Where nodes are read.
   *
   * @param opsets the version of each domain's operators
   * @param prefix the prefix of a function's values; empty in graphs
   * @param given the attributes of the function that is read
   * @param depth the number of surrounding functions and graphs
   */
  public record Place(
      Map<String, Long> opsets, String prefix, Map<String, Object> given, int depth) {
    long opset() {
      return opsets.getOrDefault("", 1L);
    }

    Place inside(ImportContext context) {
      context.limits().checkNesting(context.file(), depth + 1);
      return new Place(opsets, prefix, given, depth + 1);
    }
  }

  public GraphReader(ImportContext context, GraphBuilder builder, NameScope scope, Place place) {
    this.context = context;
    this.builder = builder;
    this.scope = scope;
    this.place = place;
  }

  ImportContext context() {
    return context;
  }

  GraphBuilder builder() {
    return builder;
  }

  NameScope scope() {
    return scope;
  }

  Place place() {
    return place;
  }

  /** Records the declared types of a graph's values. */
  public void declare(GraphProto graph) {
    List<ValueInfoProto> infos = new ArrayList<>(graph.getValueInfoList());
    infos.addAll(graph.getOutputList());
    for (ValueInfoProto info : infos) {
      TensorType type = Declared.of(info);
      if (type != null) {
        scope.declare(info.getName(), type);
      }
    }
  }

  /** Reads the initializers of a graph as constants, except bound ones. */
  public void constants(GraphProto graph) {
    for (TensorProto tensor : graph.getInitializerList()) {
      if (!scope.own().containsKey(tensor.getName())) {
        Value value = Value.constant(tensor.getName(), OnnxFile.tensor(tensor, context.folder()));
        scope.put(tensor.getName(), value);
      }
    }
    graph
        .getSparseInitializerList()
        .forEach(
            sparse -> {
              String name = sparse.getValues().getName();
              String label = context.file() + ": sparse initializer '" + name + "'";
              scope.put(
                  name, Value.constant(name, SparseTensors.dense(label, sparse, context.folder())));
            });
  }

  /** Reads nodes in any order. */
  public void nodes(List<NodeProto> nodes) {
    for (NodeProto node : NodeOrder.sorted(nodes)) {
      context.countNode();
      node(node);
    }
  }

  private void node(NodeProto node) {
    String label = label(node);
    try {
      bind(node, label, results(node, label));
    } catch (ModelException e) {
      throw e.from(e.isIn(context.file()) ? "" : label, nodeName(node));
    } catch (UncheckedIOException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new MalformedModelException(label, String.valueOf(e.getMessage()), e)
          .from("", nodeName(node));
    } catch (ArithmeticException e) {
      // Lengths are computed exactly: the file has a wild one.
      throw new MalformedModelException(
              label, "a length, or a number that one follows from, is out of range", e)
          .from("", nodeName(node));
    } catch (RuntimeException e) {
      throw new InternalErrorException(label, e).from("", nodeName(node));
    }
  }

  private List<Value> results(NodeProto node, String label) {
    var function = context.function(node.getDomain(), node.getOpType());
    if (function != null) {
      return new FunctionCall(this, label).results(function, node);
    }
    boolean standard = Domains.isStandard(node.getDomain());
    String domain = standard ? "" : node.getDomain();
    long opset = place.opsets().getOrDefault(domain, 1L);
    OperandTypes.check(domain, node.getOpType(), opset, types(node));
    if (standard && NestedGraphs.handles(node.getOpType())) {
      return new NestedGraphs(this, label).results(node);
    }
    Map<String, Object> attributes =
        AttributeReader.read(label, node, place.given(), context.folder());
    // What opsets before 6 said of memory has no meaning any more.
    attributes.remove("consumed_inputs");
    if (standard && SequenceValues.handles(node, scope)) {
      return SequenceValues.results(this, label, node, attributes);
    }
    String name = context.nodeName(nodeName(node));
    Origin origin = new Origin(name, node.getOpType());
    NodeDraft draft =
        new NodeDraft(
            label,
            node.getOpType(),
            opset,
            operands(node, label),
            attributes,
            wanted(node),
            new Ops(() -> builder, () -> origin));
    List<Value> results = null;
    if (standard) {
      results = OpsetUpgrades.find(node.getOpType(), opset).apply(draft);
    } else {
      results = OpsetUpgrades.find(domain + ":" + node.getOpType(), opset).apply(draft);
    }
    return results == null
        ? new NodeEmitter(this, node, name, origin).emit(domain, draft)
        : results;
  }

  /** Returns the element types of a node's operands; null for what is no tensor, or not there. */
  private List<@Nullable DType> types(NodeProto node) {
    List<@Nullable DType> types = new ArrayList<>();
    for (String input : node.getInputList()) {
      Value value = input.isEmpty() ? null : scope.find(input);
      types.add(value == null ? null : value.dtype());
    }
    return types;
  }

  String nodeName(NodeProto node) {
    if (!node.getName().isEmpty()) {
      return place.prefix() + node.getName();
    }
    return place.prefix()
        + (node.getOutputCount() > 0 && !node.getOutput(0).isEmpty()
            ? node.getOutput(0)
            : node.getOpType());
  }

  private static int wanted(NodeProto node) {
    int count = node.getOutputCount();
    while (count > 0 && node.getOutput(count - 1).isEmpty()) {
      count--;
    }
    return count;
  }

  /** Returns the operands of a node; null for an absent one. */
  List<@Nullable Value> operands(NodeProto node, String label) {
    List<@Nullable Value> operands = new ArrayList<>();
    for (String input : node.getInputList()) {
      // What a call leaves out of a function's inputs, the function's nodes leave out.
      boolean out = input.isEmpty() || (scope.find(input) == null && scope.isAbsent(input));
      operands.add(out ? null : operand(input, label));
    }
    return operands;
  }

  Value operand(String name, String label) {
    Value value = scope.find(name);
    if (value != null) {
      return value;
    }
    if (scope.findSequence(name) != null || scope.findStack(name) != null) {
      throw new UnsupportedModelException(
          label, "reads '" + name + "', a list of tensors, which Tenon's graphs do not have");
    }
    if (scope.isAbsent(name)) {
      throw new UnsupportedModelException(
          label, "reads '" + name + "', an optional value that holds nothing");
    }
    throw new MalformedModelException(
        label, "reads '" + name + "', which nothing gives: the file is damaged");
  }

  /** Binds results to the names that the file gives them. */
  private void bind(NodeProto node, String label, List<Value> results) {
    int wanted = wanted(node);
    for (int i = 0; i < wanted; i++) {
      String name = node.getOutput(i);
      if (name.isEmpty()) {
        continue;
      }
      if (i >= results.size()) {
        if (scope.findSequence(name) != null
            || scope.findStack(name) != null
            || scope.own().containsKey(name)
            || scope.isAbsent(name)) {
          // What reads nested graphs and sequences has bound it.
          continue;
        }
        throw new UnsupportedModelException(
            label, "its result " + i + " ('" + name + "') is not among what Tenon computes");
      }
      scope.put(name, results.get(i));
    }
  }

  /** Returns how messages name a node. */
  String label(NodeProto node) {
    String name =
        !node.getName().isEmpty()
            ? node.getName()
            : node.getOutputCount() > 0 ? node.getOutput(0) : "?";
    return context.file() + ": node '" + name + "' (" + node.getOpType() + ")";
  }
}
