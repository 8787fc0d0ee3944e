package dev.tenon.quantizers;

import dev.tenon.internal.options.Setters;
import org.jspecify.annotations.Nullable;

/**
 * Quantizes kernels and tables to int8, and the inputs of layers in each call.
 *
 * @param weightQuantizer how weights are quantized; null, the default, for AbsMaxQuantizer over the
 *     axes that the layer sums over
 * @param activationQuantizer how inputs are quantized, AbsMaxQuantizer by default; null for not at
 *     all
 * @see <a href="https://keras.io/api/quantizers/">Keras: quantizers</a>
 */
@Setters
public record Int8QuantizationConfig(
    @Nullable AbsMaxQuantizer weightQuantizer, @Nullable AbsMaxQuantizer activationQuantizer)
    implements QuantizationConfig, Int8QuantizationConfigSetters {
  /** Keras' defaults. */
  public static final Int8QuantizationConfig DEFAULTS =
      new Int8QuantizationConfig(null, AbsMaxQuantizer.DEFAULTS);

  public Int8QuantizationConfig {
    if (weightQuantizer != null && !weightQuantizer.outputDtype().equals("int8")) {
      throw new IllegalArgumentException(
          "Int8QuantizationConfig: weightQuantizer must have the outputDtype int8, received "
              + weightQuantizer.outputDtype());
    }
  }

  @Override
  public String mode() {
    return "int8";
  }
}
