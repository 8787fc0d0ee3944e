package dev.tenon.initializers;

import dev.tenon.internal.arrays.WeightArray;
import dev.tenon.internal.options.Setters;
import dev.tenon.internal.random.Philox;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Draws from a normal distribution and draws numbers beyond two deviations again.
 *
 * @param mean the mean
 * @param stddev the standard deviation before truncation
 * @param seed the seed. Without one every weight gets its own.
 * @see <a href="https://keras.io/api/layers/initializers/#truncatednormal-class">Keras:
 *     TruncatedNormal</a>
 */
@Setters
public record TruncatedNormal(double mean, double stddev, @Nullable Long seed)
    implements SeededInitializer, TruncatedNormalSetters {
  /** Keras' defaults. */
  public static final TruncatedNormal DEFAULTS = new TruncatedNormal(0, 0.05, null);

  @Override
  public Tensor values(long[] shape, DType dtype, long seed) {
    float[] values =
        new Philox(seed).truncatedNormal(WeightArray.size(shape), (float) mean, (float) stddev);
    return WeightArray.tensor(values, shape, dtype);
  }
}
