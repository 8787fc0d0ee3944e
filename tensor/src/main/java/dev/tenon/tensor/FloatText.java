package dev.tenon.tensor;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * How NumPy writes floating-point numbers: with the fewest digits that tell a number from its
 * neighbours, at most eight behind the point, and all of an array with or all without an exponent.
 */
final class FloatText implements ElementText {
  private static final int PRECISION = 8;
  private static final double SMALL = 1e-4;
  private static final double RATIO = 1000;
  private static final int SCALAR_DIGITS = 16;
  private static final int MOST_DIGITS = 17;

  private final Tensor tensor;
  private final boolean exponents;
  private int left;
  private int right;
  private int exponentDigits;

  private FloatText(Tensor tensor, boolean exponents) {
    this.tensor = tensor;
    this.exponents = exponents;
  }

  static ElementText of(Tensor tensor, long[] shown) {
    double largest = 0;
    double smallest = Double.POSITIVE_INFINITY;
    boolean finite = true;
    boolean negativeInfinity = false;
    for (long index : shown) {
      double value = tensor.getDouble(index);
      finite &= Double.isFinite(value);
      negativeInfinity |= value == Double.NEGATIVE_INFINITY;
      double magnitude = Math.abs(value);
      if (Double.isFinite(value) && magnitude != 0) {
        largest = Math.max(largest, magnitude);
        smallest = Math.min(smallest, magnitude);
      }
    }
    DType type = tensor.dtype();
    // NumPy computes this in the type of the elements.
    boolean wide =
        largest != 0
            && (largest >= Math.pow(10, Math.min(PRECISION, digits(type)))
                || smallest < rounded(type, SMALL)
                || rounded(type, largest / smallest) > RATIO);
    FloatText text = new FloatText(tensor, wide);
    for (long index : shown) {
      if (Double.isFinite(tensor.getDouble(index))) {
        text.measure(index);
      }
    }
    if (!finite) {
      int room = text.afterLeft();
      text.left = Math.max(text.left, (negativeInfinity ? 4 : 3) - room);
    }
    return text;
  }

  /** Returns how many decimal digits a type keeps in any case. */
  private static int digits(DType type) {
    return switch (type) {
      case FLOAT16 -> 3;
      case FLOAT64 -> 15;
      default -> 6;
    };
  }

  /** Returns the width of everything behind the digits in front of the point. */
  private int afterLeft() {
    return 1 + right + (exponents ? 2 + exponentDigits : 0);
  }

  private void measure(long index) {
    Parts parts = parts(index, true);
    left = Math.max(left, parts.whole.length());
    right = Math.max(right, parts.fraction.length());
    exponentDigits = Math.max(exponentDigits, parts.exponent.length());
  }

  /** The digits before and behind the point, and those of the exponent without its sign. */
  private record Parts(String whole, String fraction, boolean negative, String exponent) {}

  private Parts parts(long index, boolean measuring) {
    double value = tensor.getDouble(index);
    String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
    BigDecimal shortest = shortest(tensor.dtype(), value).abs();
    BigDecimal exact = new BigDecimal(value).abs();
    if (!exponents) {
      BigDecimal cut =
          shortest.scale() > PRECISION
              ? exact.setScale(PRECISION, RoundingMode.HALF_EVEN)
              : shortest;
      String plain = trimmed(cut).toPlainString();
      int point = plain.indexOf('.');
      return point < 0
          ? new Parts(sign + plain, "", false, "")
          : new Parts(sign + plain.substring(0, point), plain.substring(point + 1), false, "");
    }
    // The columns are as wide as the longest number needs; the others get more of their digits, not
    // zeros.
    int kept = measuring ? PRECISION + 1 : right + 1;
    BigDecimal cut =
        !measuring || shortest.precision() > kept
            ? exact.round(new MathContext(kept, RoundingMode.HALF_EVEN))
            : shortest;
    String digits = trimmed(cut).unscaledValue().toString();
    int exponent = cut.signum() == 0 ? 0 : cut.precision() - cut.scale() - 1;
    String written = String.format(Locale.ROOT, "%02d", Math.abs(exponent));
    return new Parts(sign + digits.charAt(0), digits.substring(1), exponent < 0, written);
  }

  @Override
  public String of(long index) {
    double value = tensor.getDouble(index);
    if (!Double.isFinite(value)) {
      return ElementText.padded(special(value), left + afterLeft());
    }
    Parts parts = parts(index, false);
    String front = ElementText.padded(parts.whole, left) + '.' + parts.fraction;
    String missing = exponents ? "0" : " ";
    String filled = front + missing.repeat(right - parts.fraction.length());
    return exponents
        ? filled
            + (parts.negative ? "e-" : "e+")
            + "0".repeat(exponentDigits - parts.exponent.length())
            + parts.exponent
        : filled;
  }

  static String special(double value) {
    return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  }

  /** Returns the text of a number on its own: all its digits. */
  static String scalar(DType type, double value) {
    if (!Double.isFinite(value)) {
      return special(value);
    }
    double magnitude = Math.abs(value);
    int most = type == DType.FLOAT64 ? SCALAR_DIGITS : digits(type);
    boolean plain = magnitude == 0 || (magnitude >= SMALL && magnitude < Math.pow(10, most));
    BigDecimal shortest = trimmed(shortest(type, value).abs());
    String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
    if (plain) {
      String text = shortest.toPlainString();
      return sign + (text.indexOf('.') < 0 ? text + ".0" : text);
    }
    String digits = shortest.unscaledValue().toString();
    int exponent = shortest.precision() - shortest.scale() - 1;
    return sign
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + exponent(exponent);
  }

  /** Returns a power of ten, {@code e+05}. */
  static String exponent(int power) {
    return String.format(Locale.ROOT, power < 0 ? "e-%02d" : "e+%02d", Math.abs(power));
  }

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
