package dev.tenon.tensor;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Moves and converts elements on the host. */
final class TensorOps {
  private TensorOps() {}

  static Tensor slice(Tensor x, int axis, long start, long end) {
    long length = x.dim(axis);
    if (start < 0 || end < start || end > length) {
      throw new IllegalArgumentException(
          "slice " + start + ".." + end + " is outside axis " + axis + " of length " + length);
    }
    long[] shape = x.shape();
    long inner = 1;
    for (int i = axis + 1; i < shape.length; i++) {
      inner *= shape[i];
    }
    long outer = 1;
    for (int i = 0; i < axis; i++) {
      outer *= shape[i];
    }
    shape[axis] = end - start;
    int run = (int) ((end - start) * inner);
    if (x.dtype() == DType.STRING) {
      String[] all = x.toStringArray();
      String[] part = new String[(int) (outer * run)];
      for (int o = 0; o < outer; o++) {
        System.arraycopy(all, (int) ((o * length + start) * inner), part, o * run, run);
      }
      return Tensor.ofStrings(part, shape);
    }
    int width = x.dtype().bytes();
    ByteBuffer source = x.bytes();
    if (outer == 1) {
      return Tensor.of(x.dtype(), shape, source.slice((int) (start * inner * width), run * width));
    }
    ByteBuffer target = Tensor.allocate(x.dtype(), (int) (outer * run));
    for (int o = 0; o < outer; o++) {
      int from = (int) ((o * length + start) * inner * width);
      target.put(o * run * width, source, from, run * width);
    }
    return Tensor.of(x.dtype(), shape, target);
  }

  static Tensor transpose(Tensor x, int[] perm) {
    long[] shape = x.shape();
    if (perm.length != shape.length) {
      throw new IllegalArgumentException(
          "permutation " + Arrays.toString(perm) + " does not fit shape " + x.shapeString());
    }
    long[] sourceStrides = TensorShapes.strides(shape);
    long[] target = new long[shape.length];
    long[] strides = new long[shape.length];
    for (int i = 0; i < perm.length; i++) {
      target[i] = shape[perm[i]];
      strides[i] = sourceStrides[perm[i]];
    }
    if (x.dtype() == DType.STRING) {
      String[] result = new String[x.size()];
      walk(target, strides, (to, from) -> result[to] = x.getString(from));
      return Tensor.ofStrings(result, target);
    }
    ByteBuffer source = x.bytes();
    ByteBuffer result = Tensor.allocate(x.dtype(), x.size());
    Move move =
        switch (x.dtype().bytes()) {
          case 1 -> (to, from) -> result.put(to, source.get(from));
          case 2 -> (to, from) -> result.putShort(to * 2, source.getShort(from * 2));
          case 4 -> (to, from) -> result.putInt(to * 4, source.getInt(from * 4));
          default -> (to, from) -> result.putLong(to * 8, source.getLong(from * 8));
        };
    walk(target, strides, move);
    return Tensor.of(x.dtype(), target, result);
  }

  static Tensor argMax(Tensor x, int axis) {
    long[] shape = x.shape();
    long length = shape[axis];
    if (length == 0) {
      throw new IllegalArgumentException("argMax over an axis of length 0");
    }
    int inner = 1;
    for (int i = axis + 1; i < shape.length; i++) {
      inner *= (int) shape[i];
    }
    int count = (int) (x.size() / length);
    long[] best = new long[count];
    for (int k = 0; k < count; k++) {
      int base = (int) ((k / inner) * length * inner + k % inner);
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < length; i++) {
        double value = x.getDouble(base + (long) i * inner);
        if (Double.isNaN(value)) {
          best[k] = i;
          break;
        }
        if (value > largest) {
          largest = value;
          best[k] = i;
        }
      }
    }
    long[] result = new long[shape.length - 1];
    System.arraycopy(shape, 0, result, 0, axis);
    System.arraycopy(shape, axis + 1, result, axis, result.length - axis);
    return Tensor.of(best, new long[] {count}).reshape(result);
  }

  static Tensor cast(Tensor x, DType target) {
    if (x.dtype() == DType.STRING || target == DType.STRING) {
      throw new IllegalArgumentException(
          "cannot cast " + x.dtype().numpyName() + " to " + target.numpyName());
    }
    Tensor.Writer writer = new Tensor.Writer(target, x.size());
    boolean exact = !x.dtype().isFloating();
    boolean big = x.dtype() == DType.UINT64 && target.isFloating();
    for (int i = 0; i < x.size(); i++) {
      if (exact && !big) {
        writer.set(i, x.getLong(i));
      } else {
        writer.set(i, x.getDouble(i));
      }
    }
    return writer.build(new long[] {x.size()}).reshape(x.shape());
  }

  private interface Move {
    void move(int to, int from);
  }

  private static void walk(long[] shape, long[] strides, Move move) {
    int rank = shape.length;
    if (rank == 0) {
      move.move(0, 0);
      return;
    }
    int total = TensorShapes.elements(shape);
    if (total == 0) {
      return;
    }
    long[] index = new long[rank];
    int inner = (int) shape[rank - 1];
    int step = (int) strides[rank - 1];
    int from = 0;
    for (int to = 0; to < total; to += inner) {
      for (int i = 0; i < inner; i++) {
        move.move(to + i, from + i * step);
      }
      for (int axis = rank - 2; axis >= 0; axis--) {
        from += (int) strides[axis];
        if (++index[axis] < shape[axis]) {
          break;
        }
        from -= (int) (strides[axis] * shape[axis]);
        index[axis] = 0;
      }
    }
  }
}
