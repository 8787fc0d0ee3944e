package dev.tenon.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.keras.KerasDialect;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes the activation max(0, min(1, slope · x + offset)) under the spellings that Keras 3 has
 * for a slope that is not its own: a Sequential of Rescaling and ReLU, and the function of Keras 2.
 */
final class HardSigmoidReader {
  private static final String NAME = "hard_sigmoid";
  private static final String FUNCTIONS_OF_KERAS_2 = "keras._legacy.backend";

  private HardSigmoidReader() {}

  /** Returns {class_name, config} with the slope and offset; null for another activation. */
  static @Nullable ObjectNode read(JsonNode value, KerasDialect dialect) {
    boolean named =
        NAME.equals(value.textValue())
            || (value.path("class_name").asText().equals("function")
                    ? value.path("config")
                    : value.path("class_name"))
                .asText()
                .equals(NAME);
    if (named) {
      boolean ofKeras2 =
          dialect.before(KerasDialect.KERAS_3)
              || value.path("module").asText().equals(FUNCTIONS_OF_KERAS_2);
      return ofKeras2 ? line(0.2, 0.5) : null;
    }
    return value.path("class_name").asText().equals("Sequential")
        ? layers(value.path("config").path("layers"))
        : null;
  }

  private static @Nullable ObjectNode layers(JsonNode given) {
    List<JsonNode> layers = new ArrayList<>();
    given.forEach(
        layer -> {
          if (!layer.path("class_name").asText().equals("InputLayer")) {
            layers.add(layer);
          }
        });
    if (layers.size() != 2) {
      return null;
    }
    JsonNode scale = config(layers.get(0), "Rescaling", "scale");
    JsonNode offset = config(layers.get(0), "Rescaling", "offset");
    boolean clips =
        number(config(layers.get(1), "ReLU", "max_value"), Double.NaN) == 1
            && number(config(layers.get(1), "ReLU", "negative_slope"), 0) == 0
            && number(config(layers.get(1), "ReLU", "threshold"), 0) == 0;
    boolean plain = scale.isNumber() && (offset.isNumber() || offset.isMissingNode());
    return clips && plain ? line(scale.doubleValue(), number(offset, 0)) : null;
  }

  /** Returns a value of a layer's configuration; a missing node where it is another layer. */
  private static JsonNode config(JsonNode layer, String className, String key) {
    boolean is = layer.path("class_name").asText().equals(className);
    return is ? layer.path("config").path(key) : layer.path("");
  }

  private static double number(JsonNode value, double otherwise) {
    return value.isNumber() ? value.doubleValue() : otherwise;
  }

  private static ObjectNode line(double slope, double offset) {
    ObjectNode object = Json.emptyObject().put("class_name", NAME);
    object.putObject("config").put("slope", slope).put("offset", offset);
    return object;
  }
}
