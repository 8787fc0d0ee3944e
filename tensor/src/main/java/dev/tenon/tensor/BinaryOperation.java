package dev.tenon.tensor;

import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/** The elementwise operations on two tensors, on doubles and on longs. */
@SuppressWarnings("ImmutableEnumChecker") // Lambdas without state.
enum BinaryOperation {
  ADD(
      "add",
      (a, b, out, count) -> {
        for (int i = 0; i < count; i++) {
          out[i] = a[i] + b[i];
        }
      },
      (a, b, out, count) -> {
        for (int i = 0; i < count; i++) {
          out[i] = a[i] + b[i];
        }
      }),
  SUBTRACT(
      "subtract",
      (a, b, out, count) -> {
        for (int i = 0; i < count; i++) {
          out[i] = a[i] - b[i];
        }
      },
      (a, b, out, count) -> {
        for (int i = 0; i < count; i++) {
          out[i] = a[i] - b[i];
        }
      }),
  MULTIPLY(
      "multiply",
      (a, b, out, count) -> {
        for (int i = 0; i < count; i++) {
          out[i] = a[i] * b[i];
        }
      },
      (a, b, out, count) -> {
        for (int i = 0; i < count; i++) {
          out[i] = a[i] * b[i];
        }
      }),
  /** Integers are divided as floats, so the loop on longs never runs. */
  DIVIDE(
      "divide",
      (a, b, out, count) -> {
        for (int i = 0; i < count; i++) {
          out[i] = a[i] / b[i];
        }
      },
      longs((a, b) -> a / b)),
  POWER("power", doubles(Math::pow), longs(BinaryOperation::power)),
  MAXIMUM("maximum", doubles(Math::max), longs(Math::max)),
  MINIMUM("minimum", doubles(Math::min), longs(Math::min)),
  EQUAL("equal", doubles((a, b) -> a == b ? 1 : 0), longs((a, b) -> a == b ? 1 : 0)),
  NOT_EQUAL("notEqual", doubles((a, b) -> a != b ? 1 : 0), longs((a, b) -> a != b ? 1 : 0)),
  GREATER("greater", doubles((a, b) -> a > b ? 1 : 0), longs((a, b) -> a > b ? 1 : 0)),
  GREATER_EQUAL("greaterEqual", doubles((a, b) -> a >= b ? 1 : 0), longs((a, b) -> a >= b ? 1 : 0)),
  LESS("less", doubles((a, b) -> a < b ? 1 : 0), longs((a, b) -> a < b ? 1 : 0)),
  LESS_EQUAL("lessEqual", doubles((a, b) -> a <= b ? 1 : 0), longs((a, b) -> a <= b ? 1 : 0));

  /** Computes the first elements of an array from those of two others. */
  @FunctionalInterface
  interface DoubleKernel {
    void apply(double[] a, double[] b, double[] out, int count);
  }

  /** Computes the first elements of an array from those of two others. */
  @FunctionalInterface
  interface LongKernel {
    void apply(long[] a, long[] b, long[] out, int count);
  }

  /** The name of the method, for messages. */
  final String method;

  final DoubleKernel doubles;
  final LongKernel longs;

  BinaryOperation(String method, DoubleKernel doubles, LongKernel longs) {
    this.method = method;
    this.doubles = doubles;
    this.longs = longs;
  }

  /** Returns whether the result is a bool. */
  boolean isComparison() {
    return switch (this) {
      case EQUAL, NOT_EQUAL, GREATER, GREATER_EQUAL, LESS, LESS_EQUAL -> true;
      default -> false;
    };
  }

  /** Returns whether the result depends on the order of numbers, so that a sign bit matters. */
  boolean isOrdered() {
    return this == MAXIMUM || this == MINIMUM || isComparison();
  }

  private static DoubleKernel doubles(DoubleBinaryOperator operator) {
    return (a, b, out, count) -> {
      for (int i = 0; i < count; i++) {
        out[i] = operator.applyAsDouble(a[i], b[i]);
      }
    };
  }

  private static LongKernel longs(LongBinaryOperator operator) {
    return (a, b, out, count) -> {
      for (int i = 0; i < count; i++) {
        out[i] = operator.applyAsLong(a[i], b[i]);
      }
    };
  }

  /** Returns a power by repeated squaring; it wraps as multiplication does. */
  private static long power(long base, long exponent) {
    if (exponent < 0) {
      throw new IllegalArgumentException(
          "power: an integer to the power of "
              + exponent
              + " is no integer; cast the tensor to a float type first");
    }
    long result = 1;
    long square = base;
    for (long left = exponent; left > 0; left >>= 1) {
      if ((left & 1) == 1) {
        result *= square;
      }
      square *= square;
    }
    return result;
  }
}
