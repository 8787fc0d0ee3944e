package dev.tenon.exporters.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.exporters.keras.plan.Diagnostics;
import dev.tenon.exporters.keras.plan.KerasFormat;
import dev.tenon.ir.graph.KerasObject;

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
final class HardSigmoidWriter {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String NAME = "hard_sigmoid";
  private static final double KERAS_2 = 0.2;
  private static final double KERAS_3 = 1.0 / 6;
  private static final double OFFSET = 0.5;

  private HardSigmoidWriter() {}

  static boolean matches(KerasObject activation) {
    return activation.className().equals(NAME);
  }

  /**
   * Returns the activation as a format's readers understand it.
   *
   * @param layer the layer that has it, for messages
   * @param dtype the layer's policy as it is written
   */
  static JsonNode write(
      KerasObject activation,
      String layer,
      JsonNode dtype,
      KerasFormat format,
      Diagnostics diagnostics) {
    double slope = number(activation, "slope", KERAS_3);
    double offset = number(activation, "offset", OFFSET);
    boolean ofKeras2 = slope == KERAS_2 && offset == OFFSET;
    if (format.forTfKeras() && !ofKeras2) {
      diagnostics.refuse("the hard_sigmoid of Keras 3, which tf_keras does not have", layer);
    } else if (format == KerasFormat.BOTH_H5) {
      diagnostics.refuse(
          "the hard_sigmoid of Keras 2, which no .h5 can say for both generations", layer);
    } else if (!format.forTfKeras() && !(slope == KERAS_3 && offset == OFFSET)) {
      return layers(slope, offset, dtype);
    }
    return JSON.textNode(NAME);
  }

  private static double number(KerasObject activation, String key, double otherwise) {
    return activation.config().get(key) instanceof Number number ? number.doubleValue() : otherwise;
  }

  private static ObjectNode layers(double slope, double offset, JsonNode dtype) {
    ObjectNode config = JSON.objectNode().put("name", NAME);
    config.set("dtype", dtype.deepCopy());
    ArrayNode layers = config.putArray("layers");
    ObjectNode line = JSON.objectNode().put("name", "line");
    line.set("dtype", dtype.deepCopy());
    line.put("scale", slope).put("offset", offset);
    layers.add(ObjectConfigWriter.object("keras.layers", "Rescaling", line));
    ObjectNode clip = JSON.objectNode().put("name", "clip");
    clip.set("dtype", dtype.deepCopy());
    layers.add(ObjectConfigWriter.object("keras.layers", "ReLU", clip.put("max_value", 1.0)));
    return ObjectConfigWriter.object("keras", "Sequential", config);
  }
}
