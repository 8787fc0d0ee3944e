package dev.tenon.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.keras.family.Renames;
import java.util.Set;

/**
 * Says Keras 1.x configurations in Keras 2's words.
 *
 * @see <a href="https://github.com/keras-team/keras/wiki/Keras-2.0-release-notes">Keras 2.0 release
 *     notes</a>
 */
final class Keras1Layers {
  private static final Set<String> RECURRENT = Set.of("SimpleRNN", "LSTM", "GRU");

  private Keras1Layers() {}

  /** Rewrites a configuration in place and returns the class name of Keras 2. */
  static String upgrade(String className, ObjectNode config) {
    if (className.equals("Merge")) {
      return merge(config);
    }
    kernelSize(config);
    Renames.KEYS_OF_KERAS_1.forEach((old, now) -> Renames.rename(config, old, now));
    switch (className) {
      case "Embedding" -> {
        Renames.rename(config, "kernel_initializer", "embeddings_initializer");
        Renames.rename(config, "kernel_regularizer", "embeddings_regularizer");
        Renames.rename(config, "kernel_constraint", "embeddings_constraint");
        // Dropout of whole words, which only training did.
        config.remove("dropout");
      }
      case "PReLU" -> Renames.rename(config, "kernel_initializer", "alpha_initializer");
      case "UpSampling1D" -> Renames.rename(config, "length", "size");
      default -> Renames.rename(config, "output_dim", "units");
    }
    if (RECURRENT.contains(className)) {
      // Keras 1 always had a bias, and its GRU multiplied by the reset gate first.
      config.put("use_bias", true);
      JsonNode forget = config.remove("forget_bias_init");
      if (forget != null) {
        config.put("unit_forget_bias", forget.asText().equals("one"));
      }
      if (className.equals("GRU")) {
        config.put("reset_after", false);
      }
    }
    if (className.equals("ZeroPadding1D")) {
      JsonNode both = config.get("padding");
      if (both != null && both.isNumber()) {
        config.putArray("padding").add(both).add(both);
      }
    } else if (className.startsWith("ZeroPadding")) {
      padding(config);
    }
    dataFormat(config);
    return Renames.CLASSES_OF_KERAS_1.getOrDefault(className, className);
  }

  private static void kernelSize(ObjectNode config) {
    for (String[] keys :
        new String[][] {{"nb_row", "nb_col"}, {"kernel_dim1", "kernel_dim2", "kernel_dim3"}}) {
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

  /** Turns (height, width) and (top, bottom, left, right) into a pair for each axis. */
  private static void padding(ObjectNode config) {
    if (!(config.get("padding") instanceof ArrayNode lengths)
        || lengths.size() < 2
        || lengths.get(0).isArray()) {
      return;
    }
    ArrayNode pairs = config.arrayNode();
    if (lengths.size() == 4) {
      pairs.addArray().add(lengths.get(0)).add(lengths.get(1));
      pairs.addArray().add(lengths.get(2)).add(lengths.get(3));
    } else {
      lengths.forEach(length -> pairs.addArray().add(length).add(length));
    }
    config.set("padding", pairs);
  }

  private static void dataFormat(ObjectNode config) {
    JsonNode format = config.get("data_format");
    if (format == null) {
      return;
    }
    switch (format.asText()) {
      case "th" -> config.put("data_format", "channels_first");
      case "tf", "default" -> config.put("data_format", "channels_last");
      default -> {}
    }
  }

  /** Turns the one layer that merged in every way into Keras 2's layers. */
  private static String merge(ObjectNode config) {
    String mode = config.path("mode").asText();
    JsonNode concatAxis = config.get("concat_axis");
    JsonNode dotAxes = config.get("dot_axes");
    config.remove("concat_axis");
    config.remove("dot_axes");
    config.remove("mode");
    return switch (mode) {
      case "sum" -> "Add";
      case "mul" -> "Multiply";
      case "ave" -> "Average";
      case "max" -> "Maximum";
      case "concat" -> {
        if (concatAxis != null) {
          config.set("axis", concatAxis);
        }
        yield "Concatenate";
      }
      case "dot", "cos" -> {
        if (dotAxes != null) {
          // Keras 1 wrote [[1], [2]] for what is [1, 2] now.
          ArrayNode axes = config.arrayNode();
          dotAxes.forEach(axis -> axes.add(axis.isArray() ? axis.get(0) : axis));
          config.set("axes", dotAxes.isArray() ? axes : dotAxes);
        }
        config.put("normalize", mode.equals("cos"));
        yield "Dot";
      }
      // A Python function.
      default -> "Lambda";
    };
  }
}
