package dev.tenon.initializers;

import dev.tenon.internal.arrays.WeightArray;
import dev.tenon.internal.options.Setters;
import dev.tenon.internal.random.Philox;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Draws from a uniform distribution.
 *
 * @param minval the lower end, included
 * @param maxval the upper end, excluded
 * @param seed the seed; null where each weight gets another one
 * @see <a href="https://keras.io/api/layers/initializers/#randomuniform-class">Keras:
 *     RandomUniform</a>
 */
@Setters
public record RandomUniform(double minval, double maxval, @Nullable Long seed)
    implements SeededInitializer, RandomUniformSetters {
  /** Keras' defaults. */
  public static final RandomUniform DEFAULTS = new RandomUniform(-0.05, 0.05, null);

  @Override
  public Tensor values(long[] shape, DType dtype, long seed) {
    float[] values =
        new Philox(seed).uniform(WeightArray.size(shape), (float) minval, (float) maxval);
    return WeightArray.tensor(values, shape, dtype);
  }
}
