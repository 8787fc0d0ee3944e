package dev.tenon.keras.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.internal.annotations.ObjectMarkers;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.base.Arg;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A call as Keras 3 writes it: {@code {"args": [...], "kwargs": {...}}}. */
final class Keras3Calls {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Keras3Calls() {}

  static boolean matches(JsonNode node) {
    return node.isObject() && node.has("args") && node.has("kwargs");
  }

  static ObjectNode write(CallArguments call, TensorOrigins tensors) {
    ObjectNode node = JSON.objectNode();
    ArrayNode args = node.putArray("args");
    call.args().forEach(arg -> args.add(write(arg, tensors)));
    ObjectNode kwargs = node.putObject("kwargs");
    call.kwargs().forEach((key, arg) -> kwargs.set(key, write(arg, tensors)));
    return node;
  }

  private static JsonNode write(Arg arg, TensorOrigins tensors) {
    return ArgumentForm.KERAS_3.write(arg, value -> tensor(value, tensors));
  }

  private static ObjectNode tensor(Value value, TensorOrigins tensors) {
    ObjectNode config = JSON.objectNode();
    TensorType type = tensors.type(value);
    config.set(
        "shape",
        type != null && type.shape().ranked()
            ? InputTypes.lengths(type.shape())
            : JSON.arrayNode());
    config.put("dtype", type == null ? "float32" : type.dtype().numpyName());
    config.set("keras_history", TensorEntry.of(tensors.origin(value), false).json());
    return ArgumentForm.marked(ObjectMarkers.TENSOR, config);
  }

  static CallArguments read(JsonNode node, TensorLookup tensors) {
    List<Arg> args = new ArrayList<>();
    node.path("args").forEach(item -> args.add(ArgumentForm.KERAS_3.read(item, tensors)));
    Map<String, Arg> kwargs = new LinkedHashMap<>();
    node.path("kwargs")
        .properties()
        .forEach(
            entry ->
                kwargs.put(entry.getKey(), ArgumentForm.KERAS_3.read(entry.getValue(), tensors)));
    return new CallArguments(args, kwargs);
  }
}
