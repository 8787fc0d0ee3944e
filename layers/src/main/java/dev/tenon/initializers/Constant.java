package dev.tenon.initializers;

import dev.tenon.internal.arrays.WeightArray;
import dev.tenon.internal.options.Setters;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;

/**
 * Fills a weight with one value.
 *
 * @param value the value
 * @see <a href="https://keras.io/api/layers/initializers/#constant-class">Keras: Constant</a>
 */
@Setters
public record Constant(double value) implements FixedInitializer, ConstantSetters {
  /** Keras' defaults. */
  public static final Constant DEFAULTS = new Constant(0);

  @Override
  public Tensor values(long[] shape, DType dtype, long seed) {
    return WeightArray.filled(shape, dtype, value);
  }
}
