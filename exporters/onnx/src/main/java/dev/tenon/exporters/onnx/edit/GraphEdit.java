package dev.tenon.exporters.onnx.edit;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.internal.collections.UniqueNames;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An ONNX graph under construction: nodes and initializers can be added, and weights removed. */
public final class GraphEdit {
  /** Weights of fewer elements stay: their operators would cost more than they spare. */
  static final int SMALLEST = 256;

  private final GraphProto graph;
  private final Map<String, TensorProto> weights = new HashMap<>();
  private final UniqueNames names = new UniqueNames();

  /** Read by a nested graph, fed, or given out: these names stay. */
  private final Set<String> held = new HashSet<>();

  private final List<NodeProto> nodes = new ArrayList<>();
  private final List<TensorProto> added = new ArrayList<>();
  private final Set<String> computed = new HashSet<>();

  public GraphEdit(GraphProto graph) {
    this.graph = graph;
    graph.getInitializerList().forEach(this::see);
    graph.getInputList().forEach(input -> held.add(input.getName()));
    graph.getOutputList().forEach(output -> held.add(output.getName()));
    // An initializer that a caller may feed, or gets, is no weight.
    weights.keySet().removeAll(held);
    graph.getNodeList().forEach(node -> collect(node, false));
    names.takeAll(held);
  }

  private void see(TensorProto tensor) {
    names.take(tensor.getName());
    long size = 1;
    for (long length : tensor.getDimsList()) {
      size *= length;
    }
    if (tensor.getDataType() == DataType.FLOAT_VALUE
        && size >= SMALLEST
        && tensor.getDataLocation() != TensorProto.DataLocation.EXTERNAL) {
      weights.put(tensor.getName(), tensor);
    }
  }

  private void collect(NodeProto node, boolean nested) {
    names.takeAll(node.getInputList());
    names.takeAll(node.getOutputList());
    if (nested) {
      held.addAll(node.getInputList());
    }
    for (AttributeProto attribute : node.getAttributeList()) {
      attribute.getG().getNodeList().forEach(inner -> collect(inner, true));
      attribute.getG().getOutputList().forEach(output -> held.add(output.getName()));
    }
  }

  /** Returns the nodes of the original graph. */
  public List<NodeProto> sourceNodes() {
    return graph.getNodeList();
  }

  /** Returns the names of weights that may be replaced. */
  public Set<String> weights() {
    return weights.keySet();
  }

  /** Returns a weight that may be replaced, null for any other name. */
  public @Nullable Tensor weight(String name) {
    TensorProto proto = weights.get(name);
    return proto == null ? null : OnnxFile.tensor(proto, null);
  }

  /** Returns a name that nothing has. */
  public String name(String wish) {
    return names.unique(wish);
  }

  /** Adds an initializer; returns its name. */
  public String add(String wish, Tensor tensor) {
    String name = name(wish);
    added.add(OnnxFile.proto(name, tensor));
    return name;
  }

  /** Adds a node unchanged. */
  public void keep(NodeProto node) {
    nodes.add(node);
  }

  /** Adds a node of one result; returns the result's name. */
  public String node(
      String opType, String result, List<AttributeProto> attributes, String... inputs) {
    node(opType, attributes, List.of(result), inputs);
    return result;
  }

  /** Adds a node. */
  public void node(
      String opType, List<AttributeProto> attributes, List<String> results, String... inputs) {
    computed.addAll(results);
    nodes.add(
        NodeProto.newBuilder()
            .setOpType(opType)
            .setName(results.get(0) + "/" + opType)
            .addAllInput(Arrays.asList(inputs))
            .addAllOutput(results)
            .addAllAttribute(attributes)
            .build());
  }

  /** Returns an attribute message. */
  public static AttributeProto attribute(String name, Object value) {
    return OnnxAttributes.proto(name, value, OnnxAttributes.NONE);
  }

  /** Returns the graph: its nodes are those that were kept and added, in that order. */
  public GraphProto finish() {
    Set<String> read = new HashSet<>(held);
    nodes.forEach(node -> read.addAll(node.getInputList()));
    GraphProto.Builder result = graph.toBuilder().clearNode().clearInitializer().addAllNode(nodes);
    graph.getInitializerList().stream()
        .filter(tensor -> !computed.contains(tensor.getName()))
        .filter(tensor -> !weights.containsKey(tensor.getName()) || read.contains(tensor.getName()))
        .forEach(result::addInitializer);
    return result.addAllInitializer(added).build();
  }
}
