package dev.tenon.quantizers;

/**
 * Rounds inputs and kernels to float8 in each call; the weights stay as they are.
 *
 * @see <a href="https://keras.io/api/quantizers/">Keras: quantizers</a>
 */
public record Float8QuantizationConfig() implements QuantizationConfig {
  @Override
  public String mode() {
    return "float8";
  }
}
