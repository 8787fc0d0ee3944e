package dev.tenon.inspect;

import dev.tenon.Model;
import dev.tenon.error.Names;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Unary;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of a Keras model's graph of operators by the names that a user gives. */
final class Values {
  private final KerasModel keras;
  private final Map<String, Value> named = new LinkedHashMap<>();
  private final Map<Value, OperatorNode> producers = new IdentityHashMap<>();

  private Values(KerasModel keras) {
    this.keras = keras;
    Map<String, Value> inputs = new HashMap<>();
    keras.lowered().graph().inputs().forEach(input -> inputs.put(input.name(), input));
    List<Value> outputs = keras.lowered().graph().outputs();
    for (int i = 0; i < outputs.size(); i++) {
      named.put(keras.outputNames().get(i), outputs.get(i));
    }
    keras
        .lowered()
        .inner()
        .forEach(
            (path, values) -> {
              for (int i = 0; i < values.size(); i++) {
                named.put(i == 0 ? path : path + ":" + i, values.get(i));
              }
            });
    named.putAll(inputs);
    for (OperatorNode node : keras.lowered().graph().operators()) {
      node.outputs().forEach(output -> producers.put(output, node));
    }
  }

  static Values of(Model model, String purpose) {
    if (!model.isKeras()) {
      throw new UnsupportedModelException(
          purpose
              + " need a model in the IR, and an ONNX file is run as it is: load the Keras file"
              + " that it was made of");
    }
    return new Values(model.keras());
  }

  KerasModel keras() {
    return keras;
  }

  Value find(String name) {
    Value value = named.get(name);
    if (value == null) {
      throw new IllegalArgumentException(Names.unknown("layer", name, named.keySet()));
    }
    return value;
  }

  @Nullable OperatorNode producer(Value value) {
    return producers.get(value);
  }

  /** Returns what a Softmax or Sigmoid at the end is computed from; else the value itself. */
  Value logits(Value scores) {
    Value value = scores;
    OperatorNode node = producers.get(value);
    while (node != null && node.operator() instanceof Unary.Identity) {
      value = node.input(0);
      node = producers.get(value);
    }
    boolean squashed =
        node != null
            && (node.operator() instanceof Activations.Softmax
                || node.operator() instanceof Unary.Sigmoid);
    return squashed && node != null ? node.input(0) : scores;
  }
}
