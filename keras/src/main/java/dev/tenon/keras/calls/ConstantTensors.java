package dev.tenon.keras.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.error.MalformedModelException;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Tensors of numbers in a configuration: {@code {"value": [[1, 2]], "dtype": "float32"}}. */
final class ConstantTensors {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ConstantTensors() {}

  static ObjectNode write(Tensor tensor) {
    ObjectNode config = JSON.objectNode();
    config.set("value", numbers(tensor));
    return config.put("dtype", tensor.dtype().numpyName());
  }

  /** Returns the nested lists of a tensor's numbers. */
  static JsonNode numbers(Tensor tensor) {
    if (tensor.rank() > 0) {
      ArrayNode array = JSON.arrayNode();
      for (long i = 0; i < tensor.dim(0); i++) {
        array.add(numbers(tensor.get(i)));
      }
      return array;
    }
    return switch (tensor.dtype()) {
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> JSON.numberNode(tensor.getDouble(0));
      case BOOL -> JSON.booleanNode(tensor.getLong(0) != 0);
      case STRING -> JSON.textNode(tensor.getString(0));
      default -> JSON.numberNode(tensor.getLong(0));
    };
  }

  static Tensor read(String where, JsonNode config) {
    List<Long> shape = new ArrayList<>();
    List<JsonNode> values = new ArrayList<>();
    JsonNode value = config.path("value");
    for (JsonNode at = value; at.isArray(); at = at.path(0)) {
      shape.add((long) at.size());
    }
    flatten(value, values);
    long size = shape.stream().reduce(1L, Math::multiplyExact);
    if (size != values.size()) {
      throw new MalformedModelException(where, "a constant tensor has rows of unequal length");
    }
    Tensor.Writer writer =
        new Tensor.Writer(DType.of(config.path("dtype").asText("float32")), values.size());
    for (int i = 0; i < values.size(); i++) {
      JsonNode entry = values.get(i);
      if (entry.isIntegralNumber() || entry.isBoolean()) {
        writer.set(i, entry.isBoolean() ? (entry.booleanValue() ? 1L : 0L) : entry.longValue());
      } else {
        writer.set(i, entry.asDouble());
      }
    }
    return writer.build(shape.stream().mapToLong(Long::longValue).toArray());
  }

  private static void flatten(JsonNode node, List<JsonNode> values) {
    if (node.isArray()) {
      node.forEach(item -> flatten(item, values));
    } else {
      values.add(node);
    }
  }
}
