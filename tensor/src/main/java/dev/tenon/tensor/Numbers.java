package dev.tenon.tensor;

import java.nio.ByteBuffer;

/** How numbers of each type lie in little-endian bytes. */
final class Numbers {
  private Numbers() {}

  /** Returns the number at a position as a double; a bool is 0 or 1. */
  static double getDouble(DType dtype, ByteBuffer data, int i) {
    return switch (dtype) {
      case FLOAT32 -> data.getFloat(i * 4);
      case FLOAT64 -> data.getDouble(i * 8);
      case FLOAT16 -> HalfFloats.fromFloat16(data.getShort(i * 2));
      case BFLOAT16 -> HalfFloats.fromBfloat16(data.getShort(i * 2));
      case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ, FLOAT8E8M0, FLOAT4E2M1 ->
          SmallFloats.value(dtype, data.get(i));
      case UINT64 -> {
        long value = data.getLong(i * 8);
        yield value >= 0 ? (double) value : ((value >>> 1) | (value & 1)) * 2.0;
      }
      default -> (double) getLong(dtype, data, i);
    };
  }

  /** Returns the number at a position as a long; a float is truncated, uint64 wraps. */
  static long getLong(DType dtype, ByteBuffer data, int i) {
    return switch (dtype) {
      case BOOL -> data.get(i) != 0 ? 1 : 0;
      case INT8, INT4, INT2 -> data.get(i);
      case UINT8, UINT4, UINT2 -> data.get(i) & 0xff;
      case INT16 -> data.getShort(i * 2);
      case UINT16 -> data.getShort(i * 2) & 0xffff;
      case INT32 -> data.getInt(i * 4);
      case UINT32 -> data.getInt(i * 4) & 0xffffffffL;
      case INT64, UINT64 -> data.getLong(i * 8);
      case STRING -> throw new IllegalStateException("a string tensor holds no numbers");
      default -> (long) getDouble(dtype, data, i);
    };
  }

  /** Writes a number, rounding to a float type or truncating to an integer one. */
  static void put(DType dtype, ByteBuffer bytes, int i, double value) {
    switch (dtype) {
      case FLOAT32 -> bytes.putFloat(i * 4, (float) value);
      case FLOAT64 -> bytes.putDouble(i * 8, value);
      case FLOAT16 -> bytes.putShort(i * 2, HalfFloats.toFloat16((float) value));
      case BFLOAT16 -> bytes.putShort(i * 2, HalfFloats.toBfloat16((float) value));
      case BOOL -> bytes.put(i, (byte) (value != 0 ? 1 : 0));
      case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ, FLOAT8E8M0, FLOAT4E2M1 ->
          bytes.put(i, SmallFloats.rounding(dtype, false, "nearest").code((float) value));
      case UINT64 ->
          bytes.putLong(
              i * 8, value >= 0x1p63 ? (long) (value - 0x1p63) + Long.MIN_VALUE : (long) value);
      default -> put(dtype, bytes, i, (long) value);
    }
  }

  /** Writes a number, keeping the low bits that an integer type has room for. */
  static void put(DType dtype, ByteBuffer bytes, int i, long value) {
    switch (dtype) {
      case INT8, UINT8 -> bytes.put(i, (byte) value);
      case INT4, INT2 -> {
        int unused = Long.SIZE - dtype.bits();
        bytes.put(i, (byte) (value << unused >> unused));
      }
      case UINT4, UINT2 -> bytes.put(i, (byte) (value & ((1 << dtype.bits()) - 1)));
      case INT16, UINT16 -> bytes.putShort(i * 2, (short) value);
      case INT32, UINT32 -> bytes.putInt(i * 4, (int) value);
      case INT64, UINT64 -> bytes.putLong(i * 8, value);
      case BOOL -> bytes.put(i, (byte) (value != 0 ? 1 : 0));
      default -> put(dtype, bytes, i, (double) value);
    }
  }
}
