package dev.tenon.tuning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What scikit-learn did, as tests/goldens/tuning/make.py recorded it. */
final class TuningGolden {
  private static final JsonNode ALL = read();

  private TuningGolden() {}

  private static JsonNode read() {
    Path file = Checkout.file("tests/goldens/tuning/tuning.json");
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static JsonNode get(String part) {
    return ALL.get(part);
  }

  static Stream<JsonNode> each(String part) {
    return each(get(part));
  }

  static Stream<JsonNode> each(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  static int[] ints(JsonNode list) {
    return each(list).mapToInt(JsonNode::asInt).toArray();
  }

  static double[] doubles(JsonNode list) {
    return each(list).mapToDouble(JsonNode::asDouble).toArray();
  }

  /** Returns a list of numbers, texts or rows of numbers. */
  static Tensor tensor(JsonNode list) {
    JsonNode first = list.get(0);
    if (first.isTextual()) {
      return Tensor.ofStrings(each(list).map(JsonNode::asText).toArray(String[]::new), list.size());
    }
    if (first.isArray()) {
      double[] flat =
          each(list).flatMap(TuningGolden::each).mapToDouble(JsonNode::asDouble).toArray();
      return Tensor.of(flat, list.size(), first.size());
    }
    return first.isIntegralNumber()
        ? Tensor.of(ints(list), list.size())
        : Tensor.of(doubles(list), list.size());
  }

  static Object value(JsonNode node) {
    if (node.isTextual()) {
      return node.asText();
    }
    if (node.isBoolean()) {
      return node.asBoolean();
    }
    return node.isIntegralNumber() ? (Object) node.asInt() : (Object) node.asDouble();
  }

  static Map<String, Object> params(JsonNode object) {
    Map<String, Object> params = new LinkedHashMap<>();
    object.properties().forEach(entry -> params.put(entry.getKey(), value(entry.getValue())));
    return params;
  }

  /** Returns one grid, or several. */
  static List<Map<String, List<Object>>> grids(JsonNode node) {
    List<Map<String, List<Object>>> grids = new ArrayList<>();
    for (JsonNode grid : node.isArray() ? node : new ObjectMapper().createArrayNode().add(node)) {
      Map<String, List<Object>> lists = new LinkedHashMap<>();
      grid.properties()
          .forEach(
              entry ->
                  lists.put(
                      entry.getKey(), each(entry.getValue()).map(TuningGolden::value).toList()));
      grids.add(lists);
    }
    return grids;
  }
}
