package dev.tenon.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.KerasGeneration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Spellings of the activation max(0, min(1, slope · x + offset)).
 *
 * <p>Both generations of Keras call one such line {@code hard_sigmoid}: the slope is 0.2 in Keras 2
 * and 1/6 in Keras 3. Keras 3 takes any layer as an activation, so that a Rescaling and a ReLU are
 * the line of Keras 2 there, on every backend. tf_keras takes functions and the layers of its
 * module of activations only, none of which has an offset: it has no spelling of another line.
 *
 * <p>An HDF5 file has no spelling that both generations read: tf_keras makes an object of any
 * dictionary there by its class alone, among its own activations.
 *
 * @see <a href="https://keras.io/api/layers/activations/#hardsigmoid-function">Keras:
 *     hard_sigmoid</a>
 */
public final class HardSigmoid {
  private static final String NAME = "hard_sigmoid";
  private static final double KERAS_2 = 0.2;
  private static final double KERAS_3 = 1.0 / 6;
  private static final double OFFSET = 0.5;
  private static final String FUNCTIONS_OF_KERAS_2 = "keras._legacy.backend";

  private HardSigmoid() {}

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
      return ofKeras2 ? line(KERAS_2, OFFSET) : null;
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

  /** Says whether an activation is such a line. */
  public static boolean matches(KerasObject activation) {
    return activation.className().equals(NAME);
  }

  /** Says whether the name alone means this line to a generation. */
  public static boolean isNamed(KerasObject activation, KerasGeneration generation) {
    double slope = generation == KerasGeneration.KERAS_3 ? KERAS_3 : KERAS_2;
    return slope(activation) == slope && offset(activation) == OFFSET;
  }

  private static double slope(KerasObject activation) {
    return activation.config().get("slope") instanceof Number slope ? slope.doubleValue() : KERAS_3;
  }

  private static double offset(KerasObject activation) {
    return activation.config().get("offset") instanceof Number offset
        ? offset.doubleValue()
        : OFFSET;
  }

  /** Returns the layers that are the line in Keras 3. */
  public static ObjectNode layers(KerasObject activation, JsonNode dtype) {
    ObjectNode config = Json.emptyObject().put("name", NAME);
    config.set("dtype", dtype.deepCopy());
    ObjectNode line = Json.emptyObject().put("name", "line");
    line.set("dtype", dtype.deepCopy());
    line.put("scale", slope(activation)).put("offset", offset(activation));
    ObjectNode clip = Json.emptyObject().put("name", "clip");
    clip.set("dtype", dtype.deepCopy());
    config
        .putArray("layers")
        .add(Json.object("keras.layers", "Rescaling", line))
        .add(Json.object("keras.layers", "ReLU", clip.put("max_value", 1.0)));
    return Json.object("keras", "Sequential", config);
  }
}
