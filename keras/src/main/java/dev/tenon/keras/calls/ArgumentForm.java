package dev.tenon.keras.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.error.MalformedModelException;
import dev.tenon.internal.annotations.ObjectMarkers;
import dev.tenon.ir.graph.Value;
import dev.tenon.keras.config.Json;
import dev.tenon.keras.config.LayerRecords;
import dev.tenon.layers.base.Arg;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An argument of a call in JSON, within its call: numbers, texts, lists, dictionaries, tensors, and
 * the objects by which Keras marks what JSON has no words for.
 *
 * <p>The older form names tensors by bare entries, and writes slices and constant tensors without a
 * mark.
 */
enum ArgumentForm {
  KERAS_3,
  OLDER;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /**
   * Writes an argument.
   *
   * @param tensors what is written for a tensor
   */
  JsonNode write(Arg arg, Function<Value, ? extends JsonNode> tensors) {
    if (arg instanceof Arg.Ref ref) {
      return tensors.apply(ref.value());
    }
    if (arg instanceof Arg.Seq seq) {
      ArrayNode array = JSON.arrayNode();
      seq.items().forEach(item -> array.add(write(item, tensors)));
      return array;
    }
    if (arg instanceof Arg.Dict dict) {
      ObjectNode object = JSON.objectNode();
      dict.items().forEach((key, item) -> object.set(key, write(item, tensors)));
      return object;
    }
    if (arg instanceof Arg.Slice slice) {
      ObjectNode bounds = JSON.objectNode();
      bounds.set("start", write(slice.start(), tensors));
      bounds.set("stop", write(slice.stop(), tensors));
      bounds.set("step", write(slice.step(), tensors));
      return this == OLDER ? bounds : marked(ObjectMarkers.SLICE, bounds);
    }
    if (arg instanceof Arg.Ellipsis) {
      return marked(ObjectMarkers.ELLIPSIS, JSON.objectNode());
    }
    Object value = ((Arg.Const) arg).value();
    if (!(value instanceof Tensor constant)) {
      return LayerRecords.plain(value);
    }
    return this == OLDER
        ? ConstantTensors.numbers(constant)
        : marked(ObjectMarkers.ARRAY, ConstantTensors.write(constant));
  }

  static ObjectNode marked(String marker, ObjectNode config) {
    ObjectNode node = JSON.objectNode();
    node.put("class_name", marker);
    node.set("config", config);
    return node;
  }

  /** Reads an argument. */
  Arg read(JsonNode node, TensorLookup tensors) {
    if (this == OLDER && TensorEntry.matches(node) && node.get(2).isIntegralNumber()) {
      return tensors.reference(node);
    }
    if (node.isArray()) {
      List<Arg> items = new ArrayList<>();
      node.forEach(item -> items.add(read(item, tensors)));
      return new Arg.Seq(items);
    }
    if (!(node instanceof ObjectNode object)) {
      return new Arg.Const(scalar(node));
    }
    if (this == OLDER && object.has("start") && object.has("stop") && object.has("step")) {
      return slice(object, tensors);
    }
    return object(object, tensors);
  }

  private Arg slice(JsonNode bounds, TensorLookup tensors) {
    return new Arg.Slice(
        read(bounds.path("start"), tensors),
        read(bounds.path("stop"), tensors),
        read(bounds.path("step"), tensors));
  }

  private Arg object(ObjectNode object, TensorLookup tensors) {
    String className = Json.text(object, "class_name");
    JsonNode config = object.path("config");
    if (className == null) {
      Map<String, Arg> items = new LinkedHashMap<>();
      sorted(object).forEach((key, item) -> items.put(key, read(item, tensors)));
      return new Arg.Dict(items);
    }
    return switch (className) {
      case ObjectMarkers.TENSOR -> tensor(config.path("keras_history"), tensors);
      case ObjectMarkers.TUPLE, "TensorShape" -> read(object.path("items"), tensors);
      case ObjectMarkers.SLICE -> slice(config, tensors);
      case ObjectMarkers.ELLIPSIS -> new Arg.Ellipsis();
      case ObjectMarkers.BACKEND_TENSOR, ObjectMarkers.ARRAY ->
          new Arg.Const(ConstantTensors.read(tensors.where(), config));
      case "__bytes__" -> new Arg.Const(config.path("value").asText());
      case "function" -> new Arg.Const(config.asText());
      case "DTypePolicy" -> new Arg.Const(config.path("name").asText());
      default ->
          throw new MalformedModelException(
              tensors.where(),
              "a call is given an object of class '"
                  + className
                  + "'; Tenon takes tensors, numbers, texts, slices, lists and dictionaries");
    };
  }

  private static Arg tensor(JsonNode history, TensorLookup tensors) {
    if (!TensorEntry.matches(history)) {
      throw new MalformedModelException(
          tensors.where(),
          "a tensor has the keras_history " + Json.shown(history) + "; expected [layer, 0, 0]");
    }
    return tensors.reference(history);
  }

  /** Returns a number, a text, or a nest of them. */
  static Arg constant(JsonNode node) {
    if (!node.isArray()) {
      return new Arg.Const(scalar(node));
    }
    List<Arg> items = new ArrayList<>();
    node.forEach(item -> items.add(constant(item)));
    return new Arg.Seq(items);
  }

  private static @Nullable Object scalar(JsonNode node) {
    if (node.isIntegralNumber()) {
      return node.longValue();
    }
    if (node.isNumber()) {
      return node.doubleValue();
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    return node.isTextual() ? node.textValue() : null;
  }

  /** Python sorts a dictionary's keys wherever it takes the tensors out of one. */
  static Map<String, JsonNode> sorted(JsonNode object) {
    Map<String, JsonNode> sorted = new TreeMap<>();
    object.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }
}
