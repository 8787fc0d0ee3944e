package dev.tenon.lifting.axes;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rearranges weights; where nothing has to change, the tensor stays the same. */
public final class Weights {
  private Weights() {}

  public static Tensor scaled(Tensor tensor, double factor) {
    return factor == 1 ? tensor : tensor.cast(DType.FLOAT64).scale(factor, 0).cast(tensor.dtype());
  }

  /** Returns a matrix that may have axes of length 1 in front; null for anything else. */
  public static @Nullable Tensor matrix(Tensor kernel) {
    if (kernel.rank() < 2) {
      return null;
    }
    long rows = kernel.dim(-2);
    long columns = kernel.dim(-1);
    if (kernel.size() != rows * columns) {
      return null;
    }
    return kernel.rank() == 2 ? kernel : kernel.reshape(rows, columns);
  }

  /** Returns the rows of a matrix in the order in which the elementary axes of its input lie. */
  public static Tensor rows(Tensor matrix, List<ElementaryAxis> seen, List<ElementaryAxis> lying) {
    if (seen.equals(lying)) {
      return matrix;
    }
    long[] lengths = new long[seen.size() + 1];
    int[] perm = new int[seen.size() + 1];
    for (int i = 0; i < seen.size(); i++) {
      lengths[i] = seen.get(i).length().orMinusOne();
      perm[i] = seen.indexOf(lying.get(i));
      if (lengths[i] < 0) {
        throw new NoEquivalentLayerException(
            "multiplies an axis that is made of axes of open lengths");
      }
    }
    lengths[seen.size()] = matrix.dim(1);
    perm[seen.size()] = seen.size();
    return matrix.reshape(lengths).transpose(perm).reshape(matrix.shape());
  }

  /** Returns an identity matrix. */
  public static Tensor identity(DType dtype, int size) {
    Tensor.Writer writer = new Tensor.Writer(dtype, size * size);
    for (int i = 0; i < size; i++) {
      writer.set(i * size + i, 1.0);
    }
    return writer.build(size, size);
  }
}
