package dev.tenon.initializers;

import dev.tenon.internal.arrays.WeightArray;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;

/**
 * Fills a weight with 0.
 *
 * @see <a href="https://keras.io/api/layers/initializers/#zeros-class">Keras: Zeros</a>
 */
public record Zeros() implements FixedInitializer {
  /** The only instance that is needed. */
  public static final Zeros DEFAULTS = new Zeros();

  @Override
  public Tensor values(long[] shape, DType dtype, long seed) {
    return WeightArray.filled(shape, dtype, 0);
  }
}
