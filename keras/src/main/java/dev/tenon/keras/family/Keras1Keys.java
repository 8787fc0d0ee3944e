package dev.tenon.keras.family;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Renames the keys of Keras 1 that layers of any class have.
 *
 * @see <a href="https://github.com/keras-team/keras/wiki/Keras-2.0-release-notes">Keras 2.0 release
 *     notes</a>
 */
final class Keras1Keys {
  private static final String[][] KERNEL_SIZES = {
    {"nb_row", "nb_col"}, {"kernel_dim1", "kernel_dim2", "kernel_dim3"}
  };

  private Keras1Keys() {}

  static void rename(OlderLayer layer) {
    ObjectNode config = layer.config();
    kernelSize(config);
    Renames.KEYS_OF_KERAS_1.forEach(layer::rename);
    if (!EmbeddingFamily.EMBEDDING.equals(layer.fileClass())) {
      layer.rename("output_dim", "units");
    }
    switch (config.path("data_format").asText()) {
      case "th" -> config.put("data_format", "channels_first");
      case "tf", "default" -> config.put("data_format", "channels_last");
      default -> {}
    }
    layer.become(Renames.CLASSES_OF_KERAS_1.getOrDefault(layer.fileClass(), layer.fileClass()));
  }

  private static void kernelSize(ObjectNode config) {
    for (String[] keys : KERNEL_SIZES) {
      if (config.has(keys[0])) {
        ArrayNode size = config.putArray("kernel_size");
        for (String key : keys) {
          JsonNode length = config.remove(key);
          if (length != null) {
            size.add(length);
          }
        }
      }
    }
  }
}
