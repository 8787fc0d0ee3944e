package dev.tenon.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * Says Keras 1.x configurations in Keras 2's words.
 *
 * @see <a href="https://github.com/keras-team/keras/wiki/Keras-2.0-release-notes">Keras 2.0 release
 *     notes</a>
 */
final class Keras1Layers {
  private static final Map<String, String> CLASS_NAMES =
      Map.ofEntries(
          Map.entry("Convolution1D", "Conv1D"),
          Map.entry("Convolution2D", "Conv2D"),
          Map.entry("Convolution3D", "Conv3D"),
          Map.entry("AtrousConvolution1D", "Conv1D"),
          Map.entry("AtrousConvolution2D", "Conv2D"),
          Map.entry("AtrousConv1D", "Conv1D"),
          Map.entry("AtrousConv2D", "Conv2D"),
          Map.entry("Deconvolution2D", "Conv2DTranspose"),
          Map.entry("SeparableConvolution2D", "SeparableConv2D"),
          Map.entry("TimeDistributedDense", "Dense"),
          Map.entry("Model", "Functional"));

  private static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("nb_filter", "filters"),
          Map.entry("subsample", "strides"),
          Map.entry("border_mode", "padding"),
          Map.entry("dim_ordering", "data_format"),
          Map.entry("bias", "use_bias"),
          Map.entry("init", "kernel_initializer"),
          Map.entry("inner_init", "recurrent_initializer"),
          Map.entry("inner_activation", "recurrent_activation"),
          Map.entry("W_regularizer", "kernel_regularizer"),
          Map.entry("U_regularizer", "recurrent_regularizer"),
          Map.entry("b_regularizer", "bias_regularizer"),
          Map.entry("W_constraint", "kernel_constraint"),
          Map.entry("U_constraint", "recurrent_constraint"),
          Map.entry("b_constraint", "bias_constraint"),
          Map.entry("dropout_W", "dropout"),
          Map.entry("dropout_U", "recurrent_dropout"),
          Map.entry("filter_length", "kernel_size"),
          Map.entry("subsample_length", "strides"),
          Map.entry("atrous_rate", "dilation_rate"),
          Map.entry("pool_length", "pool_size"),
          Map.entry("stride", "strides"),
          Map.entry("p", "rate"),
          Map.entry("sigma", "stddev"));

  private static final Set<String> RECURRENT = Set.of("SimpleRNN", "LSTM", "GRU");

  private Keras1Layers() {}

  /** Returns Keras 1's class names that differ from Keras 2's, each with the latter. */
  static Map<String, String> olderNames() {
    return CLASS_NAMES;
  }

  /** Rewrites a configuration in place and returns the class name of Keras 2. */
  static String upgrade(String className, ObjectNode config) {
    if (className.equals("Merge")) {
      return merge(config);
    }
    kernelSize(config);
    KEYS.forEach((old, now) -> rename(config, old, now));
    switch (className) {
      case "Embedding" -> {
        rename(config, "kernel_initializer", "embeddings_initializer");
        rename(config, "kernel_regularizer", "embeddings_regularizer");
        rename(config, "kernel_constraint", "embeddings_constraint");
        // Dropout of whole words, which only training did.
        config.remove("dropout");
      }
      case "PReLU" -> rename(config, "kernel_initializer", "alpha_initializer");
      case "UpSampling1D" -> rename(config, "length", "size");
      default -> rename(config, "output_dim", "units");
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
    return CLASS_NAMES.getOrDefault(className, className);
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

  private static void rename(ObjectNode config, String old, String now) {
    if (config.has(old)) {
      JsonNode value = config.remove(old);
      if (!config.has(now)) {
        config.set(now, value);
      }
    }
  }
}
