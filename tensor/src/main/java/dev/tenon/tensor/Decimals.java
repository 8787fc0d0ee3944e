package dev.tenon.tensor;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Decimal numbers for binary ones. */
final class Decimals {
  private static final int MOST_DIGITS = 17;

  private Decimals() {}

  /** Returns the number with the fewest digits that is read back as the same element. */
  static BigDecimal shortest(DType type, double value) {
    BigDecimal exact = new BigDecimal(value);
    // Not Double.toString: before Java 19 it has a digit too many for some numbers.
    for (int digits = 1; digits < MOST_DIGITS; digits++) {
      BigDecimal candidate = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded(type, candidate.doubleValue()) == value) {
        return candidate;
      }
    }
    return exact.round(new MathContext(MOST_DIGITS, RoundingMode.HALF_EVEN));
  }

  /** Returns a number as an element of the type holds it. */
  static double rounded(DType type, double value) {
    return switch (type) {
      case FLOAT16 -> HalfFloats.fromFloat16(HalfFloats.toFloat16((float) value));
      // NumPy does not know this type; its numbers are written as float32 that hold them.
      case BFLOAT16, FLOAT32 -> (float) value;
      default -> value;
    };
  }

  /** Returns the number without zeros behind the last digit, where there is a point before them. */
  static BigDecimal trimmed(BigDecimal number) {
    return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
  }
}
