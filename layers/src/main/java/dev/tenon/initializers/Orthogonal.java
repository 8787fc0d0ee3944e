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
 * Makes a matrix with orthogonal rows or columns, by a QR decomposition of normal numbers.
 *
 * <p>A weight with more axes is such a matrix with the last axis as its columns. A weight with
 * fewer than two axes fails with an {@link IllegalArgumentException}.
 *
 * @param gain the factor of the matrix
 * @param seed the seed. Without one every weight gets its own.
 * @see <a href="https://arxiv.org/abs/1312.6120">Saxe et al., 2013</a>
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
