package dev.tenon.keras.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.error.MalformedModelException;
import dev.tenon.ir.graph.Value;
import dev.tenon.keras.Readers;
import dev.tenon.keras.config.Json;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The lists of a model's inputs and outputs, {@code input_layers} and {@code output_layers}: a
 * tensor by itself, a list, or a dictionary.
 */
final class ModelEnds {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ModelEnds() {}

  static JsonNode write(
      List<Value> values, CallStructure structure, Readers readers, TensorOrigins tensors) {
    List<ArrayNode> entries =
        values.stream()
            .map(value -> TensorEntry.ofEnd(tensors.origin(value), readers.forTfKeras()).json())
            .toList();
    if (structure.kind() == CallStructure.Kind.DICT && structure.keys().size() == entries.size()) {
      ObjectNode byKey = JSON.objectNode();
      for (int i = 0; i < entries.size(); i++) {
        byKey.set(structure.keys().get(i), entries.get(i));
      }
      return byKey;
    }
    boolean bare = structure.kind() == CallStructure.Kind.BARE && entries.size() == 1;
    // tf_keras writes a list here, and reads both; Keras 3 would hand out a list for a list.
    return bare && readers.forKeras3() ? entries.get(0) : JSON.arrayNode().addAll(entries);
  }

  /**
   * Reads a list.
   *
   * @param older whether a Keras before Keras 3 wrote it
   * @param each takes the tensors in order
   * @throws MalformedModelException where it has something other than tensors; names the model
   */
  static CallStructure read(
      String model, JsonNode node, boolean older, Consumer<TensorEntry> each) {
    if (TensorEntry.matches(node)) {
      each.accept(TensorEntry.of(node));
      return CallStructure.BARE;
    }
    if (node.isObject()) {
      Map<String, JsonNode> sorted = ArgumentForm.sorted(node);
      sorted.values().forEach(entry -> flatten(model, entry, each));
      return new CallStructure(CallStructure.Kind.DICT, List.copyOf(sorted.keySet()));
    }
    flatten(model, node, each);
    // Keras 2 always wrote a list, and gave the caller one tensor bare.
    return older && node.size() == 1 ? CallStructure.BARE : CallStructure.LIST;
  }

  private static void flatten(String model, JsonNode node, Consumer<TensorEntry> each) {
    if (TensorEntry.matches(node)) {
      each.accept(TensorEntry.of(node));
    } else if (node.isArray() || node.isObject()) {
      node.forEach(item -> flatten(model, item, each));
    } else {
      throw new MalformedModelException(
          "", model + " names " + Json.kind(node) + " as an input or output");
    }
  }
}
