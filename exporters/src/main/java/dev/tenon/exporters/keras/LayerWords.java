package dev.tenon.exporters.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.ir.layer.DTypePolicy;
import dev.tenon.ir.layer.Quantization;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Brings a configuration in Keras 3's keys to what a format's readers accept. */
final class LayerWords {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final Set<String> NOT_IN_KERAS_3 =
      Set.of(
          "LocallyConnected1D",
          "LocallyConnected2D",
          "ThresholdedReLU",
          "Merge",
          "RandomHeight",
          "RandomWidth");
  private static final Set<String> NOT_IN_TF_KERAS =
      Set.of(
          "AdaptiveAveragePooling1D",
          "AdaptiveAveragePooling2D",
          "AdaptiveAveragePooling3D",
          "AdaptiveMaxPooling1D",
          "AdaptiveMaxPooling2D",
          "AdaptiveMaxPooling3D",
          "AugMix",
          "AutoContrast",
          "ContrastLimitedAdaptiveHistogramEqualization",
          "CutMix",
          "Equalization",
          "GroupedQueryAttention",
          "MaxNumBoundingBoxes",
          "MelSpectrogram",
          "Merge",
          "MixUp",
          "Pipeline",
          "RandAugment",
          "RandomColorDegeneration",
          "RandomColorJitter",
          "RandomElasticTransform",
          "RandomErasing",
          "RandomGaussianBlur",
          "RandomGrayscale",
          "RandomHue",
          "RandomInvert",
          "RandomPerspective",
          "RandomPosterization",
          "RandomSaturation",
          "RandomSharpness",
          "RandomShear",
          "Solarization",
          "STFTSpectrogram",
          "ReversibleEmbedding",
          "RMSNormalization");

  /** Keys that say nothing while they have this value, and that not every reader knows. */
  private static final Map<String, List<String>> OPTIONAL =
      Map.ofEntries(
          Map.entry("renorm", List.of("false")),
          Map.entry("renorm_clipping", List.of("null", "{}")),
          Map.entry("renorm_momentum", List.of("0.99")),
          Map.entry("use_gate", List.of("false")),
          Map.entry("sliding_window", List.of("null")),
          Map.entry("rms_scaling", List.of("false")),
          Map.entry("time_major", List.of("false")),
          Map.entry("optional", List.of("false")),
          Map.entry("ragged", List.of("false")),
          Map.entry("antialias", List.of("false")),
          Map.entry("pad_to_aspect_ratio", List.of("false")),
          Map.entry("fill_mode", List.of("\"constant\"")),
          Map.entry("fill_value", List.of("0.0")),
          Map.entry("zero_output_for_mask", List.of("false")));

  private static final Map<String, List<String>> CHANNELS_LAST =
      Map.of("data_format", List.of("\"channels_last\"", "null"));
  private static final Map<String, List<String>> FLOOR_MODULO =
      Map.of("oov_method", List.of("\"floormod\""), "salt", List.of("null"));

  /** Keys that tf_keras refuses, by class; the values that its layers mean without them. */
  private static final Map<String, Map<String, List<String>>> TF_KERAS_LACKS =
      Map.ofEntries(
          Map.entry("AlphaDropout", Map.of("noise_shape", List.of("null"))),
          Map.entry("CenterCrop", CHANNELS_LAST),
          Map.entry("Resizing", CHANNELS_LAST),
          Map.entry("RandomBrightness", CHANNELS_LAST),
          Map.entry(
              "RandomContrast",
              Map.of(
                  "data_format", List.of("\"channels_last\"", "null"),
                  "value_range", List.of("[0.0,255.0]"))),
          Map.entry("RandomCrop", CHANNELS_LAST),
          Map.entry("RandomFlip", CHANNELS_LAST),
          Map.entry("RandomRotation", CHANNELS_LAST),
          Map.entry("RandomTranslation", CHANNELS_LAST),
          Map.entry("RandomZoom", CHANNELS_LAST),
          Map.entry("IntegerLookup", FLOOR_MODULO),
          Map.entry("StringLookup", FLOOR_MODULO),
          Map.entry("ZeroPadding1D", CHANNELS_LAST));

  private static final Set<String> LOOKUPS =
      Set.of("IntegerLookup", "StringLookup", "TextVectorization");

  /** Layers of Keras 3 without the key {@code trainable}. */
  private static final Set<String> WITHOUT_TRAINABLE =
      Set.of(
          "Discretization", "Pipeline", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D");

  /** How Keras 3 resizes pictures. */
  private static final Set<String> INTERPOLATIONS =
      Set.of("area", "bicubic", "bilinear", "lanczos3", "lanczos5", "nearest");

  /** Layers of tf_keras without the key {@code seed}, which changes no prediction. */
  private static final Set<String> UNSEEDED =
      Set.of(
          "Attention",
          "AdditiveAttention",
          "MultiHeadAttention",
          "LSTM",
          "GRU",
          "SimpleRNN",
          "LSTMCell",
          "GRUCell",
          "SimpleRNNCell",
          "ConvLSTM1D",
          "ConvLSTM2D",
          "ConvLSTM3D");

  private final KerasFormat format;
  private final Findings findings;

  LayerWords(KerasFormat format, Findings findings) {
    this.format = format;
    this.findings = findings;
  }

  /** Rewrites a configuration in place, and notes what cannot be said. */
  void adapt(String className, String layer, ObjectNode config) {
    if (format.forKeras3() && NOT_IN_KERAS_3.contains(className)) {
      findings.refuse("the layer " + className + ", which Keras 3 does not have", layer);
    }
    if (format.forTfKeras() && NOT_IN_TF_KERAS.contains(className)) {
      findings.refuse("the layer " + className + ", which tf_keras does not have", layer);
    }
    olderBehaviour(className, layer, config);
    if (className.equals("BatchNormalization") && config.path("axis").size() == 1) {
      config.set("axis", config.get("axis").get(0));
    } else if (className.equals("BatchNormalization")
        && config.path("axis").size() > 1
        && format.forKeras3()) {
      findings.refuse("BatchNormalization over several axes, which Keras 3 does not have", layer);
    }
    OPTIONAL.forEach(
        (key, silent) -> {
          JsonNode value = config.get(key);
          if (value != null && silent.contains(value.toString())) {
            config.remove(key);
          }
        });
    if (format.forKeras3() && config.has("time_major")) {
      findings.refuse(className + " with time_major, which Keras 3 does not have", layer);
    }
    if (format.forKeras3()
        && className.startsWith("Separable")
        && config.path("padding").asText().equals("causal")) {
      findings.refuse(className + " with padding 'causal', which Keras 3 does not have", layer);
    }
    JsonNode axes = config.path("axes");
    if (className.equals("Dot") && axes.size() == 1) {
      config.set("axes", axes.get(0));
    }
    if (format.forKeras3()) {
      forKeras3(className, layer, config);
    }
    if (format.forTfKeras()) {
      forTfKeras(className, layer, config);
    }
    if (format.byOldReader()) {
      forOldReader(className, layer, config);
    }
    if (LOOKUPS.contains(className)) {
      lookup(layer, className, config);
    }
  }

  /** In tf_keras the type of a lookup layer is that of its results, and texts have their own. */
  private void lookup(String layer, String className, ObjectNode config) {
    boolean texts = className.equals("TextVectorization");
    if (!format.forTfKeras()) {
      if (texts) {
        config.set("dtype", policy(layer, DTypePolicy.FLOAT32));
      }
      return;
    }
    boolean counts = !config.path("output_mode").asText("int").equals("int");
    if (texts) {
      config.put("dtype", "string");
    } else if (!counts && !config.path("dtype").asText().contains("int")) {
      config.put("dtype", "int64");
    }
    if (config.get("ngrams") instanceof ArrayNode widths) {
      config.set("ngrams", JSON.objectNode().put("class_name", "__tuple__").set("items", widths));
    }
  }

  /**
   * Takes out what says how an older Keras behaved; refuses where the other Keras gives another
   * result.
   */
  private void olderBehaviour(String className, String layer, ObjectNode config) {
    config.remove(List.of("keeps_masks", "casts", "keeps_type"));
    JsonNode masking = config.remove("masking");
    if (masking != null && masking.asText().equals("replace") && format.forTfKeras()) {
      config.put("robust_masking", true);
    }
    JsonNode resizes = config.remove("resizes");
    if (resizes != null && (resizes.asBoolean() ? format.forKeras3() : format.forTfKeras())) {
      findings.refuse(
          className + ", which cuts pictures at inference in tf_keras and not in Keras 3", layer);
    }
    JsonNode ownType = config.remove("own_type");
    boolean counts = !config.path("output_mode").asText("int").equals("int");
    boolean other =
        ownType != null && (ownType.asBoolean() ? format.forKeras3() : format.forTfKeras());
    if (counts && other) {
      findings.refuse(
          className + ", which gives real numbers in tf_keras and integers in Keras 3", layer);
    }
  }

  private void forKeras3(String className, String layer, ObjectNode config) {
    // These take no such keys, not even their defaults.
    if (WITHOUT_TRAINABLE.contains(className)) {
      config.remove("trainable");
    }
    if (className.equals("Pipeline")) {
      config.remove("dtype");
    }
    String interpolation = config.path("interpolation").asText();
    boolean resizes = className.equals("UpSampling2D") || className.equals("Resizing");
    if (resizes && !INTERPOLATIONS.contains(interpolation)) {
      findings.refuse(
          className + " with interpolation=" + interpolation + ", which Keras 3 does not have",
          layer);
    }
  }

  private void forTfKeras(String className, String layer, ObjectNode config) {
    for (String key : List.of("renorm", "use_gate", "sliding_window", "rms_scaling")) {
      refuseKey(className, layer, config, key);
    }
    if (className.equals("Resizing")) {
      for (String key : List.of("antialias", "pad_to_aspect_ratio", "fill_mode", "fill_value")) {
        refuseKey(className, layer, config, key);
      }
    }
    config.remove(List.of("renorm_clipping", "renorm_momentum"));
    if (className.equals("Discretization") && config.path("bin_boundaries").isArray()) {
      // How many were asked for before they were found; tf_keras takes one of both.
      config.putNull("num_bins");
    }
    TF_KERAS_LACKS
        .getOrDefault(className, Map.of())
        .forEach(
            (key, silent) -> {
              JsonNode value = config.get(key);
              if (value != null && silent.contains(value.toString())) {
                config.remove(key);
              }
              refuseKey(className, layer, config, key);
            });
    if (UNSEEDED.contains(className)) {
      config.remove("seed");
    }
    if (className.equals("LeakyReLU")) {
      config.set("alpha", config.remove("negative_slope"));
    }
    if (className.equals("MultiHeadAttention")) {
      // tf_keras takes these keys out without looking whether they are there.
      config.putNull("query_shape").putNull("key_shape").putNull("value_shape");
    }
  }

  private void refuseKey(String className, String layer, ObjectNode config, String key) {
    JsonNode value = config.get(key);
    if (value != null) {
      findings.refuse(
          className + " with " + key + "=" + value + ", which tf_keras does not have", layer);
    }
  }

  /** Keras 3 reads HDF5 files with code that drops some values and takes the defaults instead. */
  private void forOldReader(String className, String layer, ObjectNode config) {
    JsonNode axis = config.get("axis");
    if (axis != null && axis.isArray() && axis.size() == 1) {
      config.set("axis", axis.get(0));
    } else if (axis != null && (axis.isNull() || axis.isArray())) {
      findings.refuse(
          className + " with axis=" + axis + ", which Keras 3 does not take over from an HDF5 file",
          layer);
    }
    if (config.path("score_mode").asText().equals("dot")) {
      // The default; written out it would be taken for a function of that name.
      config.remove("score_mode");
    }
  }

  /** Returns the words for a layer's types. */
  JsonNode policy(String layer, DTypePolicy policy) {
    Quantization how = policy.quantization();
    if (format.forTfKeras()) {
      if (how != null) {
        findings.refuse(
            "weights quantised to " + how.words() + ", which tf_keras cannot have", layer);
      }
      return JSON.textNode(policy.source());
    }
    ObjectNode config = JSON.objectNode();
    if (how == null) {
      return ObjectWords.object("keras", "DTypePolicy", config.put("name", policy.name()));
    }
    config.put("mode", how.words()).put("source_name", policy.source());
    String className =
        switch (how.mode()) {
          case INT8 -> "QuantizedDTypePolicy";
          case INT4 -> "Int4DTypePolicy";
          case FLOAT8 -> {
            config.put("amax_history_length", how.history());
            yield "QuantizedFloat8DTypePolicy";
          }
          case GPTQ -> "GPTQDTypePolicy";
          case AWQ -> "AWQDTypePolicy";
        };
    return ObjectWords.object("keras.dtype_policies", className, config);
  }
}
