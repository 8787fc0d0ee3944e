package dev.tenon.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.ir.layer.LegacyOption;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.family.Renames;
import java.util.Set;

/** Says Keras 2, tf.keras and tf_keras configurations in Keras 3's words. */
final class Keras2Layers {
  private static final Set<String> RECURRENT =
      Set.of(
          "LSTM",
          "GRU",
          "LSTMCell",
          "GRUCell",
          "ConvLSTM1D",
          "ConvLSTM2D",
          "ConvLSTM3D",
          "ConvLSTM2DCell");

  private Keras2Layers() {}

  /** Rewrites a configuration in place. */
  static void upgrade(
      String fileClass,
      String className,
      ObjectNode config,
      Set<LegacyOption> legacy,
      KerasDialect dialect) {
    if (fileClass.startsWith("CuDNN")) {
      cudnn(className, config);
    } else if (RECURRENT.contains(className)) {
      if (!config.has("recurrent_activation")) {
        config.put("recurrent_activation", "hard_sigmoid");
      }
      if (className.startsWith("GRU") && !config.has("reset_after")) {
        config.put("reset_after", false);
      }
    }
    switch (className) {
      case "LeakyReLU" -> Renames.rename(config, "alpha", "negative_slope");
      case "DepthwiseConv1D", "DepthwiseConv2D", "SeparableConv1D", "SeparableConv2D" -> {
        // Inherited from Conv there and without effect.
        config.remove("kernel_initializer");
        config.remove("kernel_regularizer");
        config.remove("kernel_constraint");
        if (className.startsWith("Depthwise")) {
          config.remove("filters");
        }
      }
      case "IntegerLookup", "StringLookup", "TextVectorization" ->
          legacy.add(LegacyOption.TYPED_LOOKUP);
      case "RandomCrop" -> legacy.add(LegacyOption.RESIZED_CROP);
      case "RandomBrightness", "RandomContrast", "Resizing", "LayerNormalization", "UpSampling2D" ->
          legacy.add(LegacyOption.REAL_RESULTS);
      case "GlobalAveragePooling1D", "GlobalAveragePooling2D", "GlobalAveragePooling3D" ->
          legacy.add(LegacyOption.INTEGER_MEANS);
      case "Softmax" -> {
        JsonNode robust = config.remove("robust_masking");
        legacy.add(
            robust != null && robust.asBoolean()
                ? LegacyOption.ROBUST_MASK
                : LegacyOption.ADDED_MASK);
      }
      case "MultiHeadAttention" -> {
        config.remove("query_shape");
        config.remove("key_shape");
        config.remove("value_shape");
        legacy.add(LegacyOption.KEPT_MASKS);
      }
      case "Discretization" -> {
        if (config.path("bins").isArray()) {
          Renames.rename(config, "bins", "bin_boundaries");
        } else {
          Renames.rename(config, "bins", "num_bins");
        }
      }
      case "CategoryEncoding" -> {
        Renames.rename(config, "max_tokens", "num_tokens");
        if (config.path("output_mode").asText().equals("binary")) {
          config.put("output_mode", "multi_hot");
        }
      }
      case "Dropout" -> {
        if (dialect == KerasDialect.TF_KERAS && config.path("noise_shape").isNull()) {
          config.remove("noise_shape");
        }
      }
      case "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D" ->
          config.remove("noise_shape");
      default -> {}
    }
  }

  /** CuDNN's layers compute what the ordinary ones do with these settings. */
  private static void cudnn(String className, ObjectNode config) {
    config.put("activation", "tanh");
    config.put("recurrent_activation", "sigmoid");
    config.put("use_bias", true);
    if (className.equals("GRU")) {
      config.put("reset_after", true);
    }
  }
}
