package dev.tenon.initializers;

import dev.tenon.internal.arrays.WeightArray;
import dev.tenon.internal.options.Setters;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;

/**
 * Fills a matrix with one number on its diagonal and 0 elsewhere.
 *
 * <p>A weight of another rank than 2 fails with an {@link IllegalArgumentException}.
 *
 * @param gain the number on the diagonal
 * @see <a href="https://keras.io/api/layers/initializers/#identity-class">Keras: Identity</a>
 */
@Setters
public record Identity(double gain) implements FixedInitializer, IdentitySetters {
  /** Keras' defaults. */
  public static final Identity DEFAULTS = new Identity(1);

  @Override
  public Tensor values(long[] shape, DType dtype, long seed) {
    if (shape.length != 2) {
      throw new IllegalArgumentException(
          "Identity makes matrices, not shape " + Arrays.toString(shape));
    }
    float[] values = new float[WeightArray.size(shape)];
    for (int i = 0; i < Math.min(shape[0], shape[1]); i++) {
      values[Math.toIntExact(i * (shape[1] + 1))] = (float) gain;
    }
    return WeightArray.tensor(values, shape, dtype);
  }
}
