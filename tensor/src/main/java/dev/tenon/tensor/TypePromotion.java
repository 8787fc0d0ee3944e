package dev.tenon.tensor;

/**
 * The element type of a result, by the types of the operands.
 *
 * <p>ElementwiseKernels operations and products follow Keras 3's {@code backend.result_type}:
 *
 * <table>
 * <caption>Types of results</caption>
 * <tr><th>operands</th><th>result</th></tr>
 * <tr><td>equal types</td><td>that type</td></tr>
 * <tr><td>bool and another type</td><td>the other type</td></tr>
 * <tr><td>a float and an integer</td><td>the float type</td></tr>
 * <tr><td>two floats</td><td>the wider one; float16 with bfloat16 gives float32</td></tr>
 * <tr><td>two integers</td><td>the narrowest type that has all numbers of both</td></tr>
 * <tr><td>uint64 and a signed integer</td><td>float32</td></tr>
 * <tr><td>a tensor and a Java {@code long}</td><td>the tensor's type; int32 for bool</td></tr>
 * <tr><td>a tensor and a Java {@code double}</td><td>the tensor's float type, or float32</td></tr>
 * </table>
 *
 * <p>Types that only store numbers count as {@link DType#ordinary()}.
 *
 * @see <a href="https://keras.io/api/mixed_precision/">Keras: dtypes</a>
 */
final class TypePromotion {
  private TypePromotion() {}

  /** Returns the type of an operation on two tensors. */
  static DType of(String operation, DType first, DType second) {
    DType a = number(operation, first);
    DType b = number(operation, second);
    if (a == b || b == DType.BOOL) {
      return a;
    }
    if (a == DType.BOOL) {
      return b;
    }
    if (a.isFloating() && b.isFloating()) {
      return a.bits() == b.bits() ? DType.FLOAT32 : a.bits() > b.bits() ? a : b;
    }
    if (a.isFloating() || b.isFloating()) {
      return a.isFloating() ? a : b;
    }
    if (a.isUnsigned() == b.isUnsigned()) {
      return a.bits() > b.bits() ? a : b;
    }
    DType signed = a.isUnsigned() ? b : a;
    DType unsigned = a.isUnsigned() ? a : b;
    if (signed.bits() > unsigned.bits()) {
      return signed;
    }
    return switch (unsigned) {
      case UINT8 -> DType.INT16;
      case UINT16 -> DType.INT32;
      case UINT32 -> DType.INT64;
      default -> DType.FLOAT32;
    };
  }

  /** Returns a type of numbers as computations see it. */
  static DType number(String operation, DType type) {
    if (type == DType.STRING) {
      throw new IllegalArgumentException(
          operation + ": expected a tensor of numbers, received a string tensor");
    }
    return type.ordinary();
  }

  /** Returns the type itself where it is a float type, and float32 otherwise. */
  static DType floating(String operation, DType type) {
    DType number = number(operation, type);
    return number.isFloating() ? number : DType.FLOAT32;
  }

  /** Returns the type of a sum or product: of integers one of 64 bits, as in NumPy. */
  static DType accumulated(String operation, DType type) {
    DType number = number(operation, type);
    return number.isFloating() ? number : number.isUnsigned() ? DType.UINT64 : DType.INT64;
  }

  /** Returns a number as the operand of a tensor; the tensor's type decides its type. */
  static Tensor operand(String operation, DType type, double value) {
    return Tensor.scalar(floating(operation, type), value);
  }

  /**
   * Returns an integer as the operand of a tensor.
   *
   * @throws IllegalArgumentException if the tensor's integer type does not have it
   */
  static Tensor operand(String operation, DType type, long value) {
    DType number = number(operation, type);
    DType wanted = number == DType.BOOL ? DType.INT32 : number;
    Tensor operand = Tensor.scalar(wanted, value);
    if (wanted.isInteger() && (operand.getLong(0) != value || (value < 0 && wanted.isUnsigned()))) {
      throw new IllegalArgumentException(
          operation
              + ": the number "
              + value
              + " is outside "
              + wanted.numpyName()
              + ", the type of the tensor; cast the tensor to a wider type first");
    }
    return operand;
  }
}
