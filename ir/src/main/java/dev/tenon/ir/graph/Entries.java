package dev.tenon.ir.graph;

import dev.tenon.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Picks entries of a tensor along an axis. */
final class Entries {
  private Entries() {}

  static Tensor pick(Tensor tensor, int axis, int[] positions) {
    long[] shape = tensor.shape();
    long outer = 1;
    for (int i = 0; i < axis; i++) {
      outer *= shape[i];
    }
    long inner = tensor.dtype().bytes();
    for (int i = axis + 1; i < shape.length; i++) {
      inner *= shape[i];
    }
    int run = Math.toIntExact(inner);
    long length = shape[axis];
    ByteBuffer source = tensor.bytes();
    ByteBuffer target =
        ByteBuffer.allocate(Math.toIntExact(outer * positions.length * inner))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (long o = 0; o < outer; o++) {
      for (int position : positions) {
        target.put(source.slice((int) ((o * length + position) * inner), run));
      }
    }
    shape[axis] = positions.length;
    return Tensor.of(tensor.dtype(), shape, target.flip());
  }
}
