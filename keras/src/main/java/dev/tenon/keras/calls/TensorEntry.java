package dev.tenon.keras.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * A tensor as configurations name it: {@code [layer, node, tensor]}.
 *
 * @param layer the name of the layer that gives it
 * @param node the number of the layer's call, counted as {@link CallNumbers} says
 * @param tensor the number of the call's output
 */
record TensorEntry(String layer, int node, int tensor) {
  /** Says whether this is [layer, node, tensor] or [layer, node, tensor, kwargs]. */
  static boolean matches(JsonNode entry) {
    return entry.isArray()
        && (entry.size() == 3 || entry.size() == 4)
        && entry.get(0).isTextual()
        && entry.get(1).isIntegralNumber();
  }

  /** Reads an entry that {@link #matches}. */
  static TensorEntry of(JsonNode entry) {
    return new TensorEntry(entry.get(0).textValue(), entry.get(1).intValue(), entry.get(2).asInt());
  }

  /** Returns the entry of a tensor in a call's arguments. */
  static TensorEntry of(TensorOrigin origin, boolean older) {
    return new TensorEntry(
        origin.layer(),
        origin.call() + CallNumbers.first(origin.className(), older),
        origin.output());
  }

  /** Returns the entry of a tensor in the lists of a model's inputs and outputs. */
  static TensorEntry ofEnd(TensorOrigin origin, boolean older) {
    return new TensorEntry(
        origin.layer(),
        origin.call() + CallNumbers.firstOfEnd(origin.className(), older),
        origin.output());
  }

  ArrayNode json() {
    return JsonNodeFactory.instance.arrayNode().add(layer).add(node).add(tensor);
  }
}
