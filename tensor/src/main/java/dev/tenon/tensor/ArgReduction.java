package dev.tenon.tensor;

import java.nio.ByteBuffer;

/** Finds where the largest or smallest elements are. */
final class ArgReduction {
  private ArgReduction() {}

  static Tensor apply(Tensor x, int axis, boolean keepdims, boolean largest) {
    String method = largest ? "argMax" : "argMin";
    DType type = TypePromotion.number(method, x.dtype());
    AxisReduction.ReducedAxes reduced = AxisReduction.ReducedAxes.of(method, x, axis);
    int length = reduced.length();
    if (length == 0) {
      throw new IllegalArgumentException(
          method + " over an axis of length 0: shape " + x.shapeString() + ", axis " + axis);
    }
    ByteBuffer data = reduced.rowsOf(x).bytes();
    long[] best = new long[reduced.count()];
    if (type.isFloating()) {
      double[] row = new double[length];
      for (int i = 0; i < best.length; i++) {
        ElementArrays.read(x.dtype(), data, i * length, row, 0, length);
        best[i] = best(row, largest);
      }
    } else {
      long[] row = new long[length];
      // Reverses the order of numbers, and that of unsigned ones of 64 bits is not that of longs.
      long flip = (largest ? 0 : -1L) ^ (type == DType.UINT64 ? Long.MIN_VALUE : 0);
      for (int i = 0; i < best.length; i++) {
        ElementArrays.read(x.dtype(), data, i * length, row, 0, length);
        ElementwiseKernels.flip(row, flip, length);
        best[i] = largest(row);
      }
    }
    return Tensor.of(best, best.length).reshape(reduced.shape(keepdims));
  }

  private static int best(double[] row, boolean largest) {
    int best = 0;
    for (int i = 0; i < row.length; i++) {
      if (Double.isNaN(row[i])) {
        return i;
      }
      if (largest ? row[i] > row[best] : row[i] < row[best]) {
        best = i;
      }
    }
    return best;
  }

  private static int largest(long[] row) {
    int best = 0;
    for (int i = 1; i < row.length; i++) {
      if (row[i] > row[best]) {
        best = i;
      }
    }
    return best;
  }
}
