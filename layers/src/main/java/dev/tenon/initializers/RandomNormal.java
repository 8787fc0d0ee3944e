package dev.tenon.initializers;

import dev.tenon.internal.arrays.WeightArray;
import dev.tenon.internal.options.Setters;
import dev.tenon.internal.random.Philox;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Draws from a normal distribution.
 *
 * @param mean the mean
 * @param stddev the standard deviation
 * @param seed the seed. Without one every weight gets its own.
 * @see <a href="https://keras.io/api/layers/initializers/#randomnormal-class">Keras:
 *     RandomNormal</a>
 */
@Setters
public record RandomNormal(double mean, double stddev, @Nullable Long seed)
    implements SeededInitializer, RandomNormalSetters {
  /** Keras' defaults. */
  public static final RandomNormal DEFAULTS = new RandomNormal(0, 0.05, null);

  @Override
  public Tensor values(long[] shape, DType dtype, long seed) {
    float[] values = new Philox(seed).normal(WeightArray.size(shape), (float) mean, (float) stddev);
    return WeightArray.tensor(values, shape, dtype);
  }
}
