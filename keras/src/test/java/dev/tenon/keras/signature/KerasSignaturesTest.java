package dev.tenon.keras.signature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.keras.KerasGeneration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The recorded signatures are read whole, and say what Keras' documentation says. */
final class KerasSignaturesTest {
  @Test
  void everyKindOfKeras3IsThere() {
    KerasSignatures signatures = KerasSignatures.of(KerasGeneration.KERAS_3);
    for (SignatureKind kind : SignatureKind.values()) {
      boolean expected = kind != SignatureKind.LEGACY_OPTIMIZER;
      assertThat(signatures.all(kind).isEmpty()).as("%s", kind).isNotEqualTo(expected);
    }
    // https://keras.io/api/layers: 141 layers less those that no configuration holds, and two of
    // keras.applications.
    assertThat(signatures.all(SignatureKind.LAYER)).hasSizeBetween(135, 145);
    assertThat(signatures.all(SignatureKind.OPERATION)).hasSizeGreaterThan(330);
  }

  @Test
  void argumentsStandInKerasOrder() {
    KerasSignature dense = layer(KerasGeneration.KERAS_3, "Dense");
    assertThat(dense.arguments().subList(0, 5).stream().map(Argument::name))
        .containsExactly(
            "units", "activation", "use_bias", "kernel_initializer", "bias_initializer");
    assertThat(dense.arguments().get(0).defaultValue()).isNull();
    assertThat(Objects.requireNonNull(dense.arguments().get(3).defaultValue()).asText())
        .isEqualTo("glorot_uniform");
  }

  @ParameterizedTest
  @CsvSource({
    "KERAS_3, LAYER, Dense, units, true",
    "KERAS_3, LAYER, Dense, name, true",
    "KERAS_3, LAYER, Dense, input_length, false",
    "KERAS_3, LAYER, LSTM, time_major, false",
    "TF_KERAS, LAYER, LSTM, time_major, true",
    "KERAS_3, LAYER, LSTM, implementation, true",
    "KERAS_3, LAYER, LeakyReLU, alpha, true",
    "TF_KERAS, LAYER, LeakyReLU, negative_slope, false",
    "KERAS_3, LAYER, SpatialDropout1D, trainable, false",
    "KERAS_3, INITIALIZER, GlorotUniform, dtype, false",
    "TF_KERAS, INITIALIZER, GlorotUniform, dtype, true",
    "KERAS_3, INITIALIZER, Zeros, dtype, false",
    "KERAS_3, OPTIMIZER, Adam, jit_compile, false",
    "TF_KERAS, OPTIMIZER, Adam, jit_compile, true",
    "TF_KERAS, LEGACY_OPTIMIZER, Adam, weight_decay, false",
    "TF_KERAS, LEGACY_OPTIMIZER, Adam, clipnorm, true",
    "TF_KERAS, LEGACY_OPTIMIZER, Nadam, schedule_decay, true",
  })
  void keysAreTakenAsTheLibraryTakesThem(
      KerasGeneration generation, SignatureKind kind, String name, String key, boolean taken) {
    KerasSignature signature =
        Objects.requireNonNull(KerasSignatures.of(generation).find(kind, name));
    assertThat(signature.takes(key)).isEqualTo(taken);
  }

  @ParameterizedTest
  @EnumSource(KerasGeneration.class)
  void namesAndAbbreviationsAreFound(KerasGeneration generation) {
    KerasSignatures signatures = KerasSignatures.of(generation);
    assertThat(signatures.find(SignatureKind.LOSS, "mse")).isNotNull();
    assertThat(signatures.find(SignatureKind.INITIALIZER, "glorot_uniform")).isNotNull();
    assertThat(signatures.find(SignatureKind.ACTIVATION, "swish")).isNotNull();
    assertThat(signatures.find(SignatureKind.LAYER, "Nothing")).isNull();
  }

  private static KerasSignature layer(KerasGeneration generation, String name) {
    return Objects.requireNonNull(KerasSignatures.of(generation).find(SignatureKind.LAYER, name));
  }
}
