package dev.tenon.callbacks;

import dev.tenon.formats.events.GraphNode;
import dev.tenon.internal.collections.UniqueNames;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** A model's operators, weights and inputs as TensorBoard draws them. */
final class GraphImage {
  private final List<GraphNode> nodes = new ArrayList<>();
  private final Map<Value, String> sources = new IdentityHashMap<>();
  private final Map<Object, String> parameters = new IdentityHashMap<>();
  private final UniqueNames names = UniqueNames.withoutEmpty("unnamed");

  private GraphImage() {}

  static List<GraphNode> of(Graph graph) {
    GraphImage image = new GraphImage();
    for (Value input : graph.inputs()) {
      image.source(input, input.name(), "Placeholder");
    }
    graph.nodes().forEach(image::operator);
    return image.nodes;
  }

  private void operator(OperatorNode node) {
    List<String> inputs = new ArrayList<>();
    for (Value read : node.reads()) {
      inputs.add(name(read));
    }
    String name = unique(node.name());
    nodes.add(
        new GraphNode(
            name,
            node.operator().opType(),
            inputs,
            node.outputs().stream().map(GraphImage::shape).toList()));
    for (int i = 0; i < node.outputs().size(); i++) {
      sources.put(node.outputs().get(i), i == 0 ? name : name + ":" + i);
    }
  }

  private String name(Value value) {
    String known =
        value.parameter() == null ? sources.get(value) : parameters.get(value.parameter());
    if (known != null) {
      return known;
    }
    if (value.parameter() != null) {
      String name = source(value, value.parameter().path(), "Variable");
      parameters.put(value.parameter(), name);
      return name;
    }
    return source(value, value.name(), value.constant() == null ? "Placeholder" : "Const");
  }

  private String source(Value value, String wanted, String kind) {
    String name = unique(wanted);
    nodes.add(new GraphNode(name, kind, List.of(), List.of(shape(value))));
    sources.put(value, name);
    return name;
  }

  private static List<Long> shape(Value value) {
    List<Long> lengths = new ArrayList<>();
    for (int axis = 0; axis < value.rank(); axis++) {
      Dim length = value.shape().dim(axis);
      lengths.add(length.orMinusOne());
    }
    return lengths;
  }

  /** TensorBoard reads a name with other letters wrongly, and the same name as the same node. */
  private String unique(String wanted) {
    return names.unique(wanted.replaceAll("[^A-Za-z0-9_./\\-]", "_"));
  }
}
