package dev.tenon.keras.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.error.MalformedModelException;
import dev.tenon.keras.config.Json;
import dev.tenon.layers.base.Arg;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A call as Keras 1 and 2 write it: a nest of {@code [layer, node, tensor, kwargs]}, each with the
 * keywords of the call.
 */
final class LegacyCalls {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Stands for the layer where a positional argument is no tensor. */
  private static final String CONSTANT = "_CONSTANT_VALUE";

  private LegacyCalls() {}

  /**
   * Writes a call.
   *
   * @param first the positional argument, which is one
   * @param operation whether a function is called: around a single tensor of a layer stands one
   *     more list than around that of a function
   */
  static JsonNode write(
      Arg first, Map<String, Arg> kwargs, boolean operation, TensorOrigins tensors) {
    ObjectNode keywords = JSON.objectNode();
    kwargs.forEach((key, arg) -> keywords.set(key, keyword(arg, tensors)));
    JsonNode written = positional(first, keywords, tensors);
    boolean single = first instanceof Arg.Ref || first instanceof Arg.Const;
    return single && !operation ? JSON.arrayNode().add(written) : written;
  }

  private static JsonNode positional(Arg arg, ObjectNode kwargs, TensorOrigins tensors) {
    if (arg instanceof Arg.Ref ref) {
      return TensorEntry.of(tensors.origin(ref.value()), true).json().add(kwargs);
    }
    if (arg instanceof Arg.Seq seq) {
      ArrayNode array = JSON.arrayNode();
      seq.items().forEach(item -> array.add(positional(item, kwargs, tensors)));
      return array;
    }
    if (arg instanceof Arg.Dict dict) {
      ObjectNode object = JSON.objectNode();
      dict.items().forEach((key, item) -> object.set(key, positional(item, kwargs, tensors)));
      return object;
    }
    return JSON.arrayNode().add(CONSTANT).add(-1).add(keyword(arg, tensors)).add(kwargs);
  }

  private static JsonNode keyword(Arg arg, TensorOrigins tensors) {
    return ArgumentForm.OLDER.write(
        arg, value -> TensorEntry.of(tensors.origin(value), true).json());
  }

  /**
   * Reads a call.
   *
   * @param operation whether a function is called: it gets a list of one tensor as a list
   */
  static CallArguments read(JsonNode node, boolean operation, TensorLookup tensors) {
    Map<String, Arg> kwargs = new LinkedHashMap<>();
    Arg first = positional(node, kwargs, tensors);
    if (!operation && first instanceof Arg.Seq seq && seq.items().size() == 1) {
      first = seq.items().get(0);
    }
    return new CallArguments(List.of(first), kwargs);
  }

  private static Arg positional(JsonNode node, Map<String, Arg> kwargs, TensorLookup tensors) {
    if (TensorEntry.matches(node)) {
      if (node.size() == 4 && node.get(3) instanceof ObjectNode keywords) {
        keywords
            .properties()
            .forEach(
                entry ->
                    kwargs.put(entry.getKey(), ArgumentForm.OLDER.read(entry.getValue(), tensors)));
      }
      return node.get(0).textValue().equals(CONSTANT)
          ? ArgumentForm.OLDER.read(node.get(2), tensors)
          : tensors.reference(node);
    }
    if (node.isArray()) {
      List<Arg> items = new ArrayList<>();
      node.forEach(item -> items.add(positional(item, kwargs, tensors)));
      return new Arg.Seq(items);
    }
    if (node.isObject()) {
      Map<String, Arg> items = new LinkedHashMap<>();
      ArgumentForm.sorted(node)
          .forEach((key, item) -> items.put(key, positional(item, kwargs, tensors)));
      return new Arg.Dict(items);
    }
    throw new MalformedModelException(
        tensors.where(),
        "a call reads from " + Json.kind(node) + "; expected [layer, node, tensor]");
  }
}
