package dev.tenon.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import dev.tenon.ir.graph.KerasObject;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares a layer's record with the configuration that Keras gives the same layer. */
final class LayerConfigs {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private LayerConfigs() {}

  /** Compares all keys that both have; Tenon's records have no others than Keras' and old ones. */
  static void compare(String layer, Record config, JsonNode recorded) {
    for (RecordComponent component : config.getClass().getRecordComponents()) {
      String key = SnakeCaseStrategy.INSTANCE.translate(component.getName());
      if (recorded.has(key)) {
        JsonNode ours = MAPPER.valueToTree(plain(value(config, component)));
        assertThat(text(ours)).as("%s: %s", layer, key).isEqualTo(text(recorded.get(key)));
      }
    }
  }

  private static @Nullable Object value(Record config, RecordComponent component) {
    try {
      return component.getAccessor().invoke(config);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof KerasObject object) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("class_name", object.className());
      json.put("config", object.config());
      return json;
    }
    return value instanceof List<?> list ? list.stream().map(LayerConfigs::plain).toList() : value;
  }

  /**
   * Returns a comparable text: numbers as doubles; a function by its name; of an initializer what
   * is not Keras' default; a list of one number as that number.
   */
  private static String text(JsonNode node) {
    if (node.isNumber()) {
      return String.valueOf(node.doubleValue());
    }
    if (node.isArray()) {
      if (node.size() == 1) {
        return text(node.get(0));
      }
      StringBuilder list = new StringBuilder("[");
      node.forEach(entry -> list.append(text(entry)).append(' '));
      return list.append(']').toString();
    }
    if (node.isObject()) {
      StringBuilder object = new StringBuilder(node.path("class_name").asText());
      node.path("config")
          .properties()
          .forEach(
              entry -> {
                if (!entry.getKey().equals("seed") && !entry.getValue().isNull()) {
                  object.append(' ').append(entry.getKey()).append('=');
                  object.append(text(entry.getValue()));
                }
              });
      // Keras writes scale, mode and distribution in this order, Java's Map.of in any.
      return sorted(object.toString());
    }
    // No activation and the linear one are the same; Keras writes either.
    return node.isNull() ? "linear" : node.asText();
  }

  private static String sorted(String words) {
    String[] parts = words.split(" ");
    Arrays.sort(parts);
    return String.join(" ", parts);
  }
}
