package dev.tenon.tensor;

import java.nio.ByteBuffer;

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
}
