package dev.tenon.tensor;

import java.nio.ByteBuffer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * Computes element by element, a chunk at a time.
 *
 * <p>Floats are computed as doubles and rounded once. For sums, differences, products, quotients
 * and square roots that gives the bits of arithmetic in the type itself. Integers and bools are
 * computed as longs, of which the type's low bits are kept, so they wrap as NumPy's do.
 */
final class ElementwiseKernels {
  private static final int CHUNK = ElementArrays.CHUNK;

  private ElementwiseKernels() {}

  static Tensor binary(BinaryOperation operation, Tensor a, Tensor b) {
    String method = operation.method;
    DType common = TypePromotion.of(method, a.dtype(), b.dtype());
    if (operation == BinaryOperation.SUBTRACT && common == DType.BOOL) {
      throw new IllegalArgumentException(
          "subtract: two bool tensors; expected numbers: use notEqual, or cast to int32");
    }
    if (operation == BinaryOperation.POWER && common == DType.BOOL) {
      common = DType.INT32;
    }
    if (operation == BinaryOperation.DIVIDE) {
      common = TypePromotion.floating(method, common);
    }
    DType result = operation.isComparison() ? DType.BOOL : common;
    long[] shape = TensorBroadcast.shape(method, a.shape(), b.shape());
    int size = TensorShapes.elements(shape);
    ByteBuffer out = Tensor.allocate(result, size);
    TensorBroadcast.Cursor first = new TensorBroadcast.Cursor(a, shape);
    TensorBroadcast.Cursor second = new TensorBroadcast.Cursor(b, shape);
    if (common.isFloating()) {
      double[] x = new double[Math.min(size, CHUNK)];
      double[] y = new double[x.length];
      for (int at = 0; at < size; at += CHUNK) {
        int count = Math.min(CHUNK, size - at);
        first.next(x, count);
        second.next(y, count);
        operation.doubles.apply(x, y, x, count);
        ElementArrays.write(result, out, at, x, count);
      }
    } else {
      // Unsigned numbers of 64 bits have the order of longs once their highest bit is flipped.
      long flip = common == DType.UINT64 && operation.isOrdered() ? Long.MIN_VALUE : 0;
      long[] x = new long[Math.min(size, CHUNK)];
      long[] y = new long[x.length];
      for (int at = 0; at < size; at += CHUNK) {
        int count = Math.min(CHUNK, size - at);
        first.next(x, count);
        second.next(y, count);
        flip(x, flip, count);
        flip(y, flip, count);
        operation.longs.apply(x, y, x, count);
        flip(x, operation.isComparison() ? 0 : flip, count);
        ElementArrays.write(result, out, at, x, count);
      }
    }
    return Tensor.of(result, shape, out);
  }

  /** Applies an operation with one number for all elements. */
  static Tensor binary(BinaryOperation operation, Tensor x, double number) {
    return binary(operation, x, TypePromotion.operand(operation.method, x.dtype(), number));
  }

  /** Applies an operation with one integer for all elements. */
  static Tensor binary(BinaryOperation operation, Tensor x, long number) {
    return binary(operation, x, TypePromotion.operand(operation.method, x.dtype(), number));
  }

  /** Compares with a number, which is rounded to the type of floats, but not to integers. */
  static Tensor compare(BinaryOperation operation, Tensor x, double number) {
    DType type = TypePromotion.number(operation.method, x.dtype());
    return binary(operation, x, Tensor.scalar(type.isFloating() ? type : DType.FLOAT64, number));
  }

  static void flip(long[] values, long bits, int count) {
    if (bits != 0) {
      for (int i = 0; i < count; i++) {
        values[i] ^= bits;
      }
    }
  }

  /** Applies a function whose results are floats; integers give float32. */
  static Tensor unary(String method, Tensor x, DoubleUnaryOperator function) {
    DType result = TypePromotion.floating(method, x.dtype());
    int size = x.size();
    ByteBuffer source = x.bytes();
    ByteBuffer out = Tensor.allocate(result, size);
    double[] values = new double[Math.min(size, CHUNK)];
    for (int at = 0; at < size; at += CHUNK) {
      int count = Math.min(CHUNK, size - at);
      ElementArrays.read(x.dtype(), source, at, values, 0, count);
      for (int i = 0; i < count; i++) {
        values[i] = function.applyAsDouble(values[i]);
      }
      ElementArrays.write(result, out, at, values, count);
    }
    return Tensor.of(result, x.shape(), out);
  }

  /** Applies a function that keeps the element type. */
  static Tensor unary(
      String method, Tensor x, DoubleUnaryOperator doubles, LongUnaryOperator longs) {
    DType result = TypePromotion.number(method, x.dtype());
    if (result.isFloating()) {
      return unary(method, x, doubles);
    }
    int size = x.size();
    ByteBuffer source = x.bytes();
    ByteBuffer out = Tensor.allocate(result, size);
    long[] values = new long[Math.min(size, CHUNK)];
    for (int at = 0; at < size; at += CHUNK) {
      int count = Math.min(CHUNK, size - at);
      ElementArrays.read(x.dtype(), source, at, values, 0, count);
      for (int i = 0; i < count; i++) {
        values[i] = longs.applyAsLong(values[i]);
      }
      ElementArrays.write(result, out, at, values, count);
    }
    return Tensor.of(result, x.shape(), out);
  }
}
