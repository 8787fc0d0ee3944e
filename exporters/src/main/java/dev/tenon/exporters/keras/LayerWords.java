package dev.tenon.exporters.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
          "CutMix",
          "Equalization",
          "GroupQueryAttention",
          "GroupedQueryAttention",
          "MaxNumBoundingBoxes",
          "MelSpectrogram",
          "Merge",
          "MixUp",
          "Pipeline",
          "RMSNormalization",
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
          "ReversibleEmbedding",
          "STFTSpectrogram",
          "Solarization");

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

  /** Keys that tf_keras refuses, by class; the values that its layers mean without them. */
  private static final Map<String, Map<String, List<String>>> TF_KERAS_LACKS =
      Map.of(
          "AlphaDropout", Map.of("noise_shape", List.of("null")),
          "CenterCrop", Map.of("data_format", List.of("\"channels_last\"", "null")),
          "Resizing", Map.of("data_format", List.of("\"channels_last\"", "null")),
          "ZeroPadding1D", Map.of("data_format", List.of("\"channels_last\"", "null")));

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
    config.remove("keeps_masks");
    lookup(className, layer, config);
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
    if (format.forTfKeras()) {
      forTfKeras(className, layer, config);
    }
    if (format.byOldReader()) {
      forOldReader(className, layer, config);
    }
  }

  /** tf_keras gives what a lookup counts in the layer's own type, and keeps weights of it. */
  private void lookup(String className, String layer, ObjectNode config) {
    JsonNode ownType = config.remove("own_type");
    if (ownType == null || config.path("output_mode").asText("int").equals("int")) {
      return;
    }
    if (ownType.asBoolean() ? format.forKeras3() : format.forTfKeras()) {
      findings.refuse(
          className
              + " with output_mode="
              + config.get("output_mode")
              + ", which gives another type in the other generation of Keras",
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
    JsonNode layout = className.startsWith("Random") ? config.remove("data_format") : null;
    if (layout != null && layout.asText().equals("channels_first")) {
      findings.refuse(
          className + " with data_format=channels_first, which tf_keras does not have", layer);
    }
    if (UNSEEDED.contains(className)) {
      config.remove("seed");
    }
    if (className.equals("LeakyReLU")) {
      config.set("alpha", config.remove("negative_slope"));
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
  JsonNode policy(String name) {
    if (format.forTfKeras()) {
      return JSON.textNode(name);
    }
    ObjectNode config = JSON.objectNode().put("name", name);
    return ObjectWords.object("keras", "DTypePolicy", config);
  }
}
