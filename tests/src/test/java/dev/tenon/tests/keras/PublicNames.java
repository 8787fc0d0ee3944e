package dev.tenon.tests.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All public names of Keras 3.15 with what they take, as {@code tests/goldens/signatures/public.py}
 * records them.
 */
final class PublicNames {
  /**
   * A public name.
   *
   * @param name the whole name, such as {@code keras.layers.Dense}
   * @param kind class, function, module or value
   * @param same another name that stands for the same object; empty where this is the first one
   * @param arguments defaults by the names of arguments, in order; a missing node where there is
   *     none
   */
  record PublicName(String name, String kind, String same, Map<String, JsonNode> arguments) {
    String group() {
      return name.substring(0, name.lastIndexOf('.'));
    }

    String simpleName() {
      return name.substring(name.lastIndexOf('.') + 1);
    }
  }

  private PublicNames() {}

  static List<PublicName> read() throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<PublicName> names = new ArrayList<>();
    for (String line : Files.readAllLines(Checkout.file("tests/goldens/signatures/public.jsonl"))) {
      JsonNode row = json.readTree(line);
      if (row.has("name")) {
        Map<String, JsonNode> arguments = new LinkedHashMap<>();
        row.path("arguments").forEach(each -> arguments.put(each.get(0).asText(), each.path(1)));
        names.add(
            new PublicName(
                row.get("name").asText(),
                row.get("kind").asText(),
                row.path("same").asText(),
                arguments));
      }
    }
    return names;
  }
}
