package dev.tenon.keras.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.keras.signature.SignatureKind;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Arguments that change nothing where a class does not take them, each with the reason.
 *
 * <p>An argument that is not listed here, or that has another value, is said by no other means: the
 * file is not written.
 */
public final class SilentArguments {
  private static final Set<String> ANY_VALUE = Set.of();

  private static final List<Entry> ENTRIES =
      List.of(
          initializer("dtype", ANY_VALUE, "an initializer draws in the type of its weight"),
          initializer("input_axes", Set.of("null"), "the axes are found by the weight's shape"),
          initializer("output_axes", Set.of("null"), "the axes are found by the weight's shape"),
          layer("trainable", ANY_VALUE, "the class has no weights"),
          layer("dtype", ANY_VALUE, "the class computes in the types of its layers"),
          layer("seed", ANY_VALUE, "the class draws nothing, or by a seed that it chooses"),
          layer("implementation", ANY_VALUE, "another way to the same numbers"),
          layer("unroll", Set.of("false"), "the loop is the class's only way"),
          layer("activity_regularizer", Set.of("null"), "there is no penalty"),
          layer("data_format", Set.of("\"channels_last\"", "null"), "the class's only order"),
          layer("noise_shape", Set.of("null"), "each number is dropped by itself"),
          layer("groups", Set.of("1"), "one group is no group"),
          layer("ragged", Set.of("false"), "tensors are dense"),
          layer("sparse", Set.of("false"), "tensors are dense"),
          layer("optional", Set.of("false"), "the input is always given"),
          layer("time_major", Set.of("false"), "the batch is the first axis"),
          layer("renorm", Set.of("false"), "there is no renormalisation"),
          layer("renorm_clipping", Set.of("null", "{}"), "there is no renormalisation"),
          layer("renorm_momentum", ANY_VALUE, "read only with renorm, which is refused"),
          layer("synchronized", Set.of("false"), "there is one replica"),
          layer("rms_scaling", Set.of("false"), "the mean is taken off"),
          layer("use_gate", Set.of("false"), "there is no gate"),
          layer("sliding_window", Set.of("null"), "all places are looked at"),
          layer("flash_attention", Set.of("null"), "another way to the same numbers"),
          layer("zero_output_for_mask", Set.of("false"), "masked steps repeat the last output"),
          layer("antialias", Set.of("false"), "the class's only way"),
          layer("pad_to_aspect_ratio", Set.of("false"), "the class's only way"),
          layer("fill_mode", Set.of("\"constant\""), "read only where the image is padded"),
          layer("fill_value", Set.of("0.0", "0"), "read only where the image is padded"),
          layer("value_range", Set.of("[0.0,255.0]", "[0,255]"), "the class's only range"),
          layer("oov_method", Set.of("\"floormod\""), "the class's only way"),
          layer("salt", Set.of("null"), "the class's only way"),
          layer("quantization_config", Set.of("null"), "the weights are not quantised"),
          layer("lora_rank", Set.of("null"), "the weights have no low-rank part"),
          layer("lora_alpha", Set.of("null"), "the weights have no low-rank part"),
          new Entry(
              SignatureKind.OPTIMIZER,
              "schedule_decay",
              Set.of("0.004"),
              "the class's only decay of the momentum"),
          new Entry(
              SignatureKind.LOSS, "dtype", ANY_VALUE, "a loss computes in the type of its outputs"),
          new Entry(SignatureKind.METRIC, "fn", ANY_VALUE, "the class says which function it is"));

  private SilentArguments() {}

  private record Entry(SignatureKind kind, String key, Set<String> values, String reason) {
    boolean fits(Offence.UnknownArgument argument) {
      JsonNode value = argument.value();
      return kind == argument.signature().kind()
          && key.equals(argument.key())
          && (values.isEmpty() || values.contains(value.toString()));
    }
  }

  private static Entry layer(String key, Set<String> values, String reason) {
    return new Entry(SignatureKind.LAYER, key, values, reason);
  }

  private static Entry initializer(String key, Set<String> values, String reason) {
    return new Entry(SignatureKind.INITIALIZER, key, values, reason);
  }

  /** Returns why an argument that a class does not take changes nothing; null where it may. */
  public static @Nullable String reason(Offence.UnknownArgument argument) {
    return ENTRIES.stream()
        .filter(entry -> entry.fits(argument))
        .map(Entry::reason)
        .findFirst()
        .orElse(null);
  }
}
