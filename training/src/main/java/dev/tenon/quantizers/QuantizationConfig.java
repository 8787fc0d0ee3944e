package dev.tenon.quantizers;

/**
 * How {@code model.edit().quantize(config)} quantizes layers: Keras' QuantizationConfig.
 *
 * @see <a href="https://keras.io/api/quantizers/">Keras: quantizers</a>
 */
public sealed interface QuantizationConfig
    permits Int8QuantizationConfig,
        Int4QuantizationConfig,
        Float8QuantizationConfig,
        GPTQConfig,
        AWQConfig {
  /** Returns Keras' name of the mode, such as {@code int8}. */
  String mode();

  /**
   * Returns the configuration of a mode, with Keras' defaults.
   *
   * @param mode {@code int8}, {@code int4} or {@code float8}
   * @throws IllegalArgumentException for another mode; {@code gptq} and {@code awq} need data
   */
  static QuantizationConfig of(String mode) {
    return switch (mode) {
      case "int8" -> Int8QuantizationConfig.DEFAULTS;
      case "int4" -> Int4QuantizationConfig.DEFAULTS;
      case "float8" -> new Float8QuantizationConfig();
      case "gptq", "awq" ->
          throw new IllegalArgumentException(
              "quantization mode '" + mode + "' needs data: pass " + mode + "Config(dataset)");
      default ->
          throw new IllegalArgumentException(
              "'" + mode + "' is no quantization mode; expected int8, int4 or float8");
    };
  }
}
