package dev.tenon.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/** Knows the configuration keys that change nothing that is computed. */
public final class HarmlessKeys {
  /** Keys that any layer may have: identity, shapes recorded for building, old options of speed. */
  private static final Set<String> ALWAYS =
      Set.of(
          "name",
          "trainable",
          "dtype",
          "batch_input_shape",
          "batch_shape",
          "input_shape",
          "input_dtype",
          "input_dim",
          "input_length",
          "build_config",
          "batch_size",
          "implementation",
          "consume_less",
          "autocast",
          "seed",
          "rng_type",
          "lora_rank",
          "lora_alpha",
          // Read with the layer's types.
          "quantization_config",
          "synchronized",
          "fused",
          "softmax_robust_masking",
          "vocabulary_size");

  /** Keys of one class that change nothing. */
  private static final Map<String, Set<String>> IN_CLASS =
      Map.of(
          // What Keras 1's Merge kept for merging by a Python function.
          "Merge",
          Set.of(
              "output_shape",
              "output_shape_type",
              "output_mask",
              "output_mask_type",
              "arguments",
              "mode_type"),
          // Handed on to the call.
          "Attention",
          Set.of("causal"),
          "AdditiveAttention",
          Set.of("causal"));

  /** Keys that change nothing while they have this value. */
  private static final Map<String, Set<String>> WHILE =
      Map.ofEntries(
          Map.entry("time_major", Set.of("false")),
          Map.entry("mode", Set.of("0")),
          Map.entry("renorm", Set.of("false")),
          Map.entry("renorm_clipping", Set.of("null", "{}")),
          Map.entry("renorm_momentum", Set.of("0.99", "null")),
          Map.entry("sparse", Set.of("false")),
          Map.entry("ragged", Set.of("false")),
          Map.entry("sliding_window", Set.of("null")),
          Map.entry("use_gate", Set.of("false")),
          Map.entry("groups", Set.of("1")),
          Map.entry("noise_shape", Set.of("null")),
          Map.entry("zero_output_for_mask", Set.of("false", "true")),
          Map.entry("data_format", Set.of("\"channels_last\"", "null")),
          Map.entry("interpolation", Set.of("\"nearest\"")),
          Map.entry("unroll", Set.of("false", "true")),
          Map.entry("recurrent_dropout", Set.of("0", "0.0")),
          Map.entry("adjustment", Set.of("null")),
          Map.entry("dropout", Set.of("0", "0.0")));

  private HarmlessKeys() {}

  /** What a key that a record does not have means for the model. */
  public enum Verdict {
    /** Nothing. */
    HARMLESS,
    /** Tenon does not know it; the user is told. */
    UNKNOWN,
    /** Tenon knows that the layer computes something else with this value. */
    UNSUPPORTED
  }

  public static Verdict of(String fileClass, ObjectNode config, String key) {
    if (ALWAYS.contains(key)
        || IN_CLASS.getOrDefault(fileClass, Set.of()).contains(key)
        || key.endsWith("_initializer")
        || key.endsWith("_regularizer")
        || key.endsWith("_constraint")) {
      return Verdict.HARMLESS;
    }
    JsonNode value = config.get(key);
    Set<String> values = WHILE.get(key);
    if (values != null) {
      return values.contains(String.valueOf(value)) ? Verdict.HARMLESS : Verdict.UNSUPPORTED;
    }
    return Verdict.UNKNOWN;
  }
}
