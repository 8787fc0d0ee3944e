package dev.tenon.layers.preprocessing;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;

/**
 * Arithmetic with unsigned words of 64 bits, in int64 tensors that wrap around.
 *
 * <p>ONNX Runtime adds and multiplies no uint64, and ONNX shifts nothing else.
 */
record UnsignedArithmetic(Ops ops) {
  Value constant(long word) {
    return ops.constant(Tensor.scalar(DType.INT64, word));
  }

  Value add(Value a, Value b) {
    return ops.add(a, b);
  }

  Value add(Value a, long b) {
    return ops.add(a, constant(b));
  }

  Value mul(Value a, Value b) {
    return ops.mul(a, b);
  }

  Value mul(Value a, long b) {
    return ops.mul(a, constant(b));
  }

  Value xor(Value a, Value b) {
    return ops.apply(new Binary.BitwiseXor(), a, b);
  }

  Value shiftLeft(Value a, int bits) {
    return mul(a, 1L << bits);
  }

  Value shiftRight(Value a, int bits) {
    Value distance = ops.cast(constant(bits), DType.UINT64);
    Value shifted = ops.apply(new Binary.BitShift("RIGHT"), ops.cast(a, DType.UINT64), distance);
    return ops.cast(shifted, DType.INT64);
  }

  Value rotateRight(Value a, int bits) {
    // The two parts have no bit in common.
    return add(shiftRight(a, bits), shiftLeft(a, Long.SIZE - bits));
  }

  /** Returns the remainder of a signed division, with the divisor's sign. */
  Value floorMod(Value a, long divisor) {
    return ops.apply(new Binary.Mod(0), a, constant(divisor));
  }

  /** Returns the remainder of an unsigned division by a number below 2^62. */
  Value remainder(Value a, long divisor) {
    Value half = shiftRight(a, 1);
    Value low = ops.sub(a, mul(half, 2));
    Value rest = ops.apply(new Binary.Mod(0), half, constant(divisor));
    return ops.apply(new Binary.Mod(0), add(mul(rest, 2), low), constant(divisor));
  }
}
