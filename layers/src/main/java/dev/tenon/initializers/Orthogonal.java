package dev.tenon.initializers;

import dev.tenon.internal.arrays.OrthogonalMatrix;
import dev.tenon.internal.arrays.WeightArray;
import dev.tenon.internal.options.Setters;
import dev.tenon.internal.random.Philox;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes a matrix of orthogonal rows or columns, by the QR decomposition of normal numbers.
 *
 * <p>A weight of more axes is such a matrix of (all but the last, last) lengths; one axis is
 * refused.
 *
 * @param gain what the matrix is multiplied by
 * @param seed the seed; null where each weight gets another one
 * @see <a href="https://keras.io/api/layers/initializers/#orthogonal-class">Keras: Orthogonal</a>
 */
@Setters
public record Orthogonal(double gain, @Nullable Long seed)
    implements SeededInitializer, OrthogonalSetters {
  /** Keras' defaults. */
  public static final Orthogonal DEFAULTS = new Orthogonal(1, null);

  @Override
  public Tensor values(long[] shape, DType dtype, long seed) {
    if (shape.length < 2) {
      throw new IllegalArgumentException(
          "Orthogonal needs two axes at least, not shape " + Arrays.toString(shape));
    }
    int size = WeightArray.size(shape);
    int width = Math.toIntExact(shape[shape.length - 1]);
    float[] normal = new Philox(seed).normal(size, 0, 1);
    float[] values = OrthogonalMatrix.of(normal, size / Math.max(1, width), width, (float) gain);
    return WeightArray.tensor(values, shape, dtype);
  }
}
