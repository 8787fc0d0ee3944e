package dev.tenon.initializers;

import dev.tenon.internal.arrays.WeightArray;
import dev.tenon.internal.options.Setters;
import dev.tenon.internal.random.Philox;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Draws from a uniform distribution between two bounds.
 *
 * @param minval the lower bound, included
 * @param maxval the upper bound, excluded
 * @param seed the seed. Without one every weight gets its own.
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
