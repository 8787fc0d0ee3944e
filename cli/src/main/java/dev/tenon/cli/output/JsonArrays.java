package dev.tenon.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Tensors as nested arrays of JSON. */
public final class JsonArrays {
  private static final Set<String> SPECIAL = Set.of("NaN", "Infinity", "-Infinity");

  private JsonArrays() {}

  public static Tensor read(JsonNode node, boolean strings) {
    List<Long> shape = new ArrayList<>();
    for (JsonNode level = node; level != null && level.isArray(); level = level.get(0)) {
      shape.add((long) level.size());
    }
    List<JsonNode> leaves = new ArrayList<>();
    collect(node, shape, 0, leaves);
    long[] lengths = shape.stream().mapToLong(Long::longValue).toArray();
    if (strings) {
      leaves.forEach(leaf -> demand(leaf.isTextual(), leaf, "a string"));
      return Tensor.ofStrings(
          leaves.stream().map(JsonNode::asText).toArray(String[]::new), lengths);
    }
    boolean whole = !leaves.isEmpty() && leaves.stream().allMatch(JsonNode::canConvertToLong);
    whole &= leaves.stream().allMatch(JsonNode::isIntegralNumber);
    Tensor.Writer writer = new Tensor.Writer(whole ? DType.INT64 : DType.FLOAT64, leaves.size());
    for (int i = 0; i < leaves.size(); i++) {
      if (whole) {
        writer.set(i, leaves.get(i).asLong());
      } else {
        writer.set(i, number(leaves.get(i)));
      }
    }
    return writer.build(lengths.length == 0 ? new long[] {1} : lengths).reshape(lengths);
  }

  private static double number(JsonNode leaf) {
    // JSON has no word for these: they are written as strings.
    boolean special = leaf.isTextual() && SPECIAL.contains(leaf.asText());
    demand(special || leaf.isNumber() || leaf.isBoolean(), leaf, "a number");
    return special ? Double.parseDouble(leaf.asText()) : leaf.asDouble();
  }

  private static void demand(boolean fine, JsonNode leaf, String expected) {
    if (!fine) {
      throw new IllegalArgumentException("expected " + expected + ", found " + leaf);
    }
  }

  private static void collect(JsonNode node, List<Long> shape, int axis, List<JsonNode> leaves) {
    if (axis == shape.size()) {
      if (!node.isValueNode()) {
        throw new IllegalArgumentException("the JSON array is nested unevenly");
      }
      leaves.add(node);
      return;
    }
    if (!node.isArray() || node.size() != shape.get(axis)) {
      throw new IllegalArgumentException("the JSON array has rows of different length");
    }
    node.forEach(child -> collect(child, shape, axis + 1, leaves));
  }

  static JsonNode write(Tensor tensor) {
    if (tensor.rank() == 0) {
      return leaf(tensor, 0);
    }
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    if (tensor.rank() == 1) {
      for (int i = 0; i < tensor.size(); i++) {
        array.add(leaf(tensor, i));
      }
      return array;
    }
    for (long i = 0; i < tensor.dim(0); i++) {
      array.add(write(tensor.get(i)));
    }
    return array;
  }

  static JsonNode leaf(Tensor tensor, int i) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (tensor.dtype() == DType.STRING) {
      return json.textNode(tensor.getString(i));
    }
    if (tensor.dtype() == DType.BOOL) {
      return json.booleanNode(tensor.getLong(i) != 0);
    }
    return switch (tensor.dtype()) {
      case FLOAT64 -> json.numberNode(tensor.getDouble(i));
      case FLOAT16, BFLOAT16, FLOAT32 -> json.numberNode(tensor.getFloat(i));
      case UINT64 -> json.numberNode(new BigInteger(Long.toUnsignedString(tensor.getLong(i))));
      default -> json.numberNode(tensor.getLong(i));
    };
  }
}
