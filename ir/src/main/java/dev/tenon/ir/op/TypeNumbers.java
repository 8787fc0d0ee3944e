package dev.tenon.ir.op;

import dev.tenon.tensor.DType;

/** ONNX's numbers of element types, for attributes that have a number as default. */
final class TypeNumbers {
  private TypeNumbers() {}

  /**
   * Returns the element type.
   *
   * @throws IllegalArgumentException where it is no type of numbers that Tenon has
   */
  static DType of(long number) {
    return switch (Math.toIntExact(number)) {
      case 1 -> DType.FLOAT32;
      case 2 -> DType.UINT8;
      case 3 -> DType.INT8;
      case 4 -> DType.UINT16;
      case 5 -> DType.INT16;
      case 6 -> DType.INT32;
      case 7 -> DType.INT64;
      case 10 -> DType.FLOAT16;
      case 11 -> DType.FLOAT64;
      case 12 -> DType.UINT32;
      case 13 -> DType.UINT64;
      case 16 -> DType.BFLOAT16;
      default -> throw new IllegalArgumentException("type " + number + " is none of numbers");
    };
  }
}
