package dev.tenon.tensor;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Arithmetic on shapes. */
final class TensorShapes {
  private TensorShapes() {}

  static String tuple(long[] shape) {
    StringBuilder text = new StringBuilder("(");
    for (int i = 0; i < shape.length; i++) {
      text.append(i == 0 ? "" : ", ").append(shape[i]);
    }
    return text.append(shape.length == 1 ? ",)" : ")").toString();
  }

  /** Replaces a single -1 by what the number of elements leaves for it. */
  static long[] resolve(long[] wanted, int size, Supplier<String> current) {
    long[] shape = wanted.clone();
    int open = -1;
    long known = 1;
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] == -1 && open < 0) {
        open = i;
      } else {
        if (shape[i] < 0) {
          throw new IllegalArgumentException(
              "cannot reshape " + current.get() + " to " + Arrays.toString(wanted));
        }
        known = shape[i] == 0 ? 0 : Math.min(known, Long.MAX_VALUE / shape[i]) * shape[i];
      }
    }
    if (open >= 0 && known != 0 && size % known == 0) {
      shape[open] = size / known;
      return shape;
    }
    if (open >= 0 || known != size) {
      throw new IllegalArgumentException(
          "cannot reshape " + current.get() + " to " + Arrays.toString(wanted));
    }
    return shape;
  }

  static long[] strides(long[] shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape[i];
    }
    return strides;
  }

  /** Returns a shape without the axes named, or all, of length 1. */
  static long[] squeezed(long[] shape, int... axes) {
    boolean[] out = new boolean[shape.length];
    for (int axis : axes) {
      int at = normalizeAxis(axis, shape.length);
      if (shape[at] != 1) {
        throw new IllegalArgumentException(
            "squeeze: axis "
                + axis
                + " of shape "
                + tuple(shape)
                + " has length "
                + shape[at]
                + "; expected 1");
      }
      out[at] = true;
    }
    return IntStream.range(0, shape.length)
        .filter(axis -> axes.length == 0 ? shape[axis] != 1 : !out[axis])
        .mapToLong(axis -> shape[axis])
        .toArray();
  }

  static int normalizeAxis(int axis, int rank) {
    int normalized = axis < 0 ? axis + rank : axis;
    if (normalized < 0 || normalized >= rank) {
      throw new IllegalArgumentException("axis " + axis + " is outside a tensor of rank " + rank);
    }
    return normalized;
  }

  static int elements(long[] shape) {
    long count = 1;
    for (long length : shape) {
      if (length < 0) {
        throw new IllegalArgumentException("negative length in shape " + Arrays.toString(shape));
      }
      // Saturates, as the product of two large lengths overflows; a length of 0 makes it 0 again.
      count = length == 0 ? 0 : Math.min(count, Long.MAX_VALUE / length) * length;
    }
    if (count > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "shape " + Arrays.toString(shape) + " has more than 2^31 - 1 elements");
    }
    return (int) count;
  }
}
