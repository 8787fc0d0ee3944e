package dev.tenon.initializers;

import dev.tenon.internal.arrays.WeightArray;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;

/**
 * Fills a weight with 1.
 *
 * @see <a href="https://keras.io/api/layers/initializers/#ones-class">Keras: Ones</a>
 */
public record Ones() implements FixedInitializer {
  /** The only instance that is needed. */
  public static final Ones DEFAULTS = new Ones();

  @Override
  public Tensor values(long[] shape, DType dtype, long seed) {
    return WeightArray.filled(shape, dtype, 1);
  }
}
