package dev.tenon.quantizers;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;

/** Two numbers of four bits in a byte: the first one in the low bits. */
final class Nibbles {
  private Nibbles() {}

  static Tensor pack(Tensor numbers, int axis) {
    Axis along = Axis.of(numbers, axis);
    long length = (along.length + 1) / 2;
    Tensor.Writer writer = new Tensor.Writer(numbers.dtype(), along.size(length));
    for (int i = 0; i < along.size(length); i++) {
      long row = i / along.inner % length;
      int from = (int) ((i / along.inner / length * along.length + 2 * row) * along.inner);
      int at = from + (int) (i % along.inner);
      long low = numbers.getLong(at) & 15;
      long high =
          2 * row + 1 < along.length ? numbers.getLong(at + Math.toIntExact(along.inner)) & 15 : 0;
      writer.set(i, low | (high << 4));
    }
    return writer.build(along.shape(length));
  }

  static Tensor unpack(Tensor packed, long length, int axis) {
    Axis along = Axis.of(packed, axis);
    if ((length + 1) / 2 != along.length) {
      throw new IllegalArgumentException(
          "unpackInt4: "
              + along.length
              + " bytes along axis "
              + axis
              + " hold "
              + (2 * along.length - 1)
              + " or "
              + 2 * along.length
              + " numbers, received origLen "
              + length);
    }
    Tensor.Writer writer = new Tensor.Writer(packed.dtype(), along.size(length));
    for (int i = 0; i < along.size(length); i++) {
      long row = i / along.inner % length;
      long from = (i / along.inner / length * along.length + row / 2) * along.inner;
      long bits = (packed.getLong(from + i % along.inner) >> (row % 2 == 0 ? 0 : 4)) & 15;
      writer.set(i, packed.dtype() == DType.INT8 && bits > 7 ? bits - 16 : bits);
    }
    return writer.build(along.shape(length));
  }

  /** An axis of a tensor: its length and how far its elements are apart. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Axis(long[] lengths, int index, long length, long inner) {
    static Axis of(Tensor x, int axis) {
      if (x.dtype() != DType.INT8 && x.dtype() != DType.UINT8) {
        throw new IllegalArgumentException(
            "numbers of four bits are kept in int8 or uint8, received " + x.dtype().numpyName());
      }
      int index = axis < 0 ? axis + x.rank() : axis;
      if (index < 0 || index >= x.rank()) {
        throw new IllegalArgumentException(
            "axis " + axis + " is not one of shape " + x.shapeString());
      }
      long inner = 1;
      for (int i = index + 1; i < x.rank(); i++) {
        inner *= x.dim(i);
      }
      return new Axis(x.shape(), index, x.dim(index), inner);
    }

    long[] shape(long other) {
      long[] shape = lengths.clone();
      shape[index] = other;
      return shape;
    }

    int size(long other) {
      long size = 1;
      for (long each : shape(other)) {
        size *= each;
      }
      return Math.toIntExact(size);
    }
  }
}
