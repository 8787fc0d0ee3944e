package dev.tenon.ir.fold;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Copies whole runs of bytes from one tensor to another. */
final class RunCopier {
  private static final int LARGEST_ON_HEAP = 1 << 20;

  private RunCopier() {}

  /** Takes entries along an axis. */
  static Tensor along(Tensor x, int axis, int[] positions) {
    return along(x, axis, positions, 0);
  }

  /** Takes entries along an axis; a position of -1 gives the fill. */
  static Tensor along(Tensor x, int axis, int[] positions, double fill) {
    long[] shape = x.shape();
    int length = (int) shape[axis];
    int inner = product(shape, axis + 1, shape.length, x.dtype().bytes());
    int outer = product(shape, 0, axis, 1);
    shape[axis] = positions.length;
    ByteBuffer source = x.bytes();
    ByteBuffer target = allocate((long) outer * positions.length * inner);
    ByteBuffer filling = Tensor.full(x.dtype(), fill, inner / x.dtype().bytes()).bytes();
    int to = 0;
    for (int o = 0; o < outer; o++) {
      for (int position : positions) {
        if (position < 0) {
          target.put(to, filling, 0, inner);
        } else {
          target.put(to, source, (o * length + position) * inner, inner);
        }
        to += inner;
      }
    }
    return Tensor.of(x.dtype(), shape, target);
  }

  /** Joins tensors of one type along an axis. */
  static Tensor concat(List<Tensor> parts, int axis) {
    Tensor first = parts.get(0);
    DType dtype = first.dtype();
    int at = axis < 0 ? axis + first.rank() : axis;
    long[] shape = first.shape();
    int inner = product(shape, at + 1, shape.length, dtype.bytes());
    int outer = product(shape, 0, at, 1);
    shape[at] = parts.stream().mapToLong(part -> part.dim(at)).sum();
    ByteBuffer target = allocate((long) outer * shape[at] * inner);
    int to = 0;
    for (int o = 0; o < outer; o++) {
      for (Tensor part : parts) {
        int run = Math.multiplyExact((int) part.dim(at), inner);
        target.put(to, part.bytes(), o * run, run);
        to += run;
      }
    }
    return Tensor.of(dtype, shape, target);
  }

  private static int product(long[] shape, int from, int to, int factor) {
    int product = factor;
    for (int i = from; i < to; i++) {
      product = Math.multiplyExact(product, (int) shape[i]);
    }
    return product;
  }

  private static ByteBuffer allocate(long bytes) {
    int size = Math.toIntExact(bytes);
    ByteBuffer buffer =
        size > LARGEST_ON_HEAP ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
    return buffer.order(ByteOrder.LITTLE_ENDIAN);
  }
}
