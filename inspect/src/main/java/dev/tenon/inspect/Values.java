package dev.tenon.inspect;

import dev.tenon.Model;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.internal.text.Names;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.UseDef;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Unary;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The values of a model's graph of operators by the names that a user gives. */
final class Values {
  private final Graph graph;
  private final ParameterStore parameters;
  private final Map<String, Value> named;
  private final UseDef uses;

  private Values(Graph graph, ParameterStore parameters, Map<String, Value> named) {
    this.graph = graph;
    this.parameters = parameters;
    this.named = named;
    this.uses = new UseDef(graph);
  }

  /**
   * Returns the values of a model.
   *
   * @throws dev.tenon.error.UnsupportedModelException for an ONNX file that cannot be read as a
   *     graph of operators
   */
  static Values of(Model model) {
    return model.info().isKeras() ? keras(model.info().keras()) : onnx(model);
  }

  private static Values keras(KerasModel keras) {
    Map<String, Value> named = new LinkedHashMap<>();
    Graph graph = keras.lowered().graph();
    for (int i = 0; i < graph.outputs().size(); i++) {
      named.put(keras.outputNames().get(i), graph.outputs().get(i));
    }
    named.putAll(keras.innerValues());
    // A layer's name is what the layer gives first, also where an output of the model has it.
    keras
        .lowered()
        .inner()
        .forEach((path, values) -> values.stream().limit(1).forEach(v -> named.put(path, v)));
    graph.inputs().forEach(input -> named.put(input.name(), input));
    return new Values(graph, keras.parameters(), named);
  }

  private static Values onnx(Model model) {
    OnnxGraph onnx = model.onnx().graph();
    Map<String, Value> named = new LinkedHashMap<>();
    Structure structure = Structure.of(model);
    for (Step step : structure.steps()) {
      Value first = step.outputs().isEmpty() ? null : onnx.values().get(step.outputs().get(0));
      if (first != null) {
        named.put(step.path(), first);
      }
    }
    named.putAll(onnx.values());
    for (int i = 0; i < onnx.graph().outputs().size(); i++) {
      named.put(onnx.graph().outputNames().get(i), onnx.graph().outputs().get(i));
    }
    return new Values(onnx.graph(), onnx.store(), named);
  }

  Graph graph() {
    return graph;
  }

  ParameterStore parameters() {
    return parameters;
  }

  Value find(String name) {
    Value value = named.get(name);
    if (value == null) {
      throw new IllegalArgumentException(Names.unknown("layer", name, named.keySet()));
    }
    return value;
  }

  /**
   * Returns a value that depends on the input.
   *
   * @throws IllegalArgumentException for a name that is none, and for a weight or constant
   */
  Value computed(String name) {
    Value value = find(name);
    if (uses.producer(value) != null || graph.inputs().contains(value)) {
      return value;
    }
    throw new IllegalArgumentException(
        "'" + name + "' is a weight or a constant: it does not depend on what goes in");
  }

  UseDef uses() {
    return uses;
  }

  /** Says whether a name is that of one of these values. */
  boolean names(String name, Set<Value> some) {
    Value value = named.get(name);
    return value != null && some.contains(value);
  }

  /** Returns what a Softmax or Sigmoid at the end is computed from; else the value itself. */
  Value logits(Value scores) {
    OperatorNode node = uses.producerBefore(scores, Unary.Identity.class);
    boolean squashed =
        node != null
            && (node.operator() instanceof Activations.Softmax
                || node.operator() instanceof Unary.Sigmoid);
    return squashed && node != null ? node.input(0) : scores;
  }
}
