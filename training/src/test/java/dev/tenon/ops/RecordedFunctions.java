package dev.tenon.ops;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.JavaNames;
import dev.tenon.testing.Recorded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What Keras recorded of its functions: see {@code tests/goldens/ops/make.py}. */
final class RecordedFunctions {
  private static final Path FOLDER = Checkout.file("tests/goldens/ops");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private RecordedFunctions() {}

  /**
   * A case.
   *
   * @param function Keras' name
   * @param arguments the positional arguments: tensors, numbers, texts, lists and null
   * @param results what Keras answered
   * @param atOnce whether a model answers something else
   */
  record Case(String function, List<Object> arguments, List<Tensor> results, boolean atOnce) {
    String javaName() {
      return JavaNames.camelCase(function);
    }

    /** Names the case, with the types of tensors. */
    @Override
    public String toString() {
      return function
          + JavaCall.replaced(arguments, tensor -> tensor.dtype() + tensor.shapeString());
    }
  }

  static List<String> names() throws IOException {
    return Files.readAllLines(FOLDER.resolve("names.txt"));
  }

  static Map<String, Tensor> arrays() throws IOException {
    return Recorded.npz(FOLDER.resolve("arrays.npz"));
  }

  static List<Case> read() throws IOException {
    Map<String, Tensor> arrays = arrays();
    List<Case> cases = new ArrayList<>();
    for (String line : Files.readAllLines(FOLDER.resolve("cases.jsonl"))) {
      JsonNode row = JSON.readTree(line);
      List<Object> arguments = new ArrayList<>();
      row.get("arguments").forEach(node -> arguments.add(value(node, arrays)));
      if (row.has("keywords")) {
        arguments.add(JSON.convertValue(row.get("keywords"), Map.class));
      }
      List<Tensor> results = new ArrayList<>();
      row.get("results").forEach(node -> results.add(arrays.get(node.asText())));
      cases.add(new Case(row.get("function").asText(), arguments, results, row.has("at_once")));
    }
    return cases;
  }

  private static Object value(JsonNode node, Map<String, Tensor> arrays) {
    if (node.isObject()) {
      return arrays.get(node.get("tensor").asText());
    }
    if (node.isArray()) {
      List<Object> items = new ArrayList<>();
      node.forEach(item -> items.add(value(item, arrays)));
      return items;
    }
    if (node.isTextual()) {
      return node.asText();
    }
    if (node.isBoolean()) {
      return node.asBoolean();
    }
    if (node.isNull()) {
      return null;
    }
    return node.isIntegralNumber() ? (Object) node.asInt() : (Object) node.asDouble();
  }
}
