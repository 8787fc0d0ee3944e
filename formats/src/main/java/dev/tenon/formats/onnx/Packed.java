package dev.tenon.formats.onnx;

import dev.tenon.formats.Memory;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.ByteBuffer;

/** Numbers of 4 and 2 bits, of which files hold several in a byte, the first in its lowest bits. */
final class Packed {
  private Packed() {}

  /** Returns how many bytes a file has for so many elements. */
  static long bytes(DType dtype, long count) {
    return dtype.bits() % 8 == 0
        ? Math.multiplyExact(count, dtype.bytes())
        : count / (8 / dtype.bits()) + (count % (8 / dtype.bits()) == 0 ? 0 : 1);
  }

  static boolean is(DType dtype) {
    return dtype != DType.STRING && dtype.bits() < 8;
  }

  /** Returns a tensor of what a file holds. */
  static Tensor unpack(String where, DType dtype, long[] shape, int count, ByteBuffer packed) {
    int bits = dtype.bits();
    int each = 8 / bits;
    int signs = dtype.isInteger() && !dtype.isUnsigned() ? Integer.SIZE - bits : 0;
    ByteBuffer bytes = Memory.allocate(where, count);
    int start = packed.position();
    for (int i = 0; i < count; i++) {
      int code = packed.get(start + i / each) >> (i % each * bits) & ((1 << bits) - 1);
      bytes.put(i, (byte) (code << signs >> signs));
    }
    return Tensor.of(dtype, shape, bytes);
  }

  /** Returns what a file holds of a tensor. */
  static byte[] pack(Tensor tensor) {
    int bits = tensor.dtype().bits();
    int each = 8 / bits;
    ByteBuffer bytes = tensor.bytes();
    byte[] packed = new byte[Math.toIntExact(bytes(tensor.dtype(), tensor.size()))];
    for (int i = 0; i < tensor.size(); i++) {
      packed[i / each] |= (byte) ((bytes.get(i) & ((1 << bits) - 1)) << (i % each * bits));
    }
    return packed;
  }
}
