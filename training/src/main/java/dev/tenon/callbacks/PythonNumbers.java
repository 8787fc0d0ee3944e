package dev.tenon.callbacks;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as Python writes them, so that names and texts are Keras' letter by letter. */
public final class PythonNumbers {
  /** So many digits tell every double apart. */
  private static final int MOST_DIGITS = 17;

  private PythonNumbers() {}

  /** Returns {@code f"{value:.{digits}f}"}: rounded from the exact value, half to even. */
  public static String fixed(double value, int digits) {
    if (!Double.isFinite(value)) {
      return special(value);
    }
    String text = new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    boolean lostSign = value < 0 || (value == 0 && 1 / value < 0);
    return lostSign && !text.startsWith("-") ? "-" + text : text;
  }

  /** Returns {@code f"{value:.{digits}e}"}. */
  public static String scientific(double value, int digits) {
    if (!Double.isFinite(value)) {
      return special(value);
    }
    if (value == 0) {
      return fixed(value, digits) + "e+00";
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(digits + 1, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    BigDecimal mantissa = rounded.movePointLeft(exponent).setScale(digits, RoundingMode.HALF_EVEN);
    return mantissa.toPlainString()
        + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  /** Returns {@code repr(value)}: the fewest digits that give the number again. */
  public static String repr(double value) {
    if (!Double.isFinite(value)) {
      return special(value);
    }
    if (value == 0) {
      return fixed(value, 1);
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal shortest = exact;
    for (int digits = 1; digits <= MOST_DIGITS; digits++) {
      shortest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (shortest.doubleValue() == value) {
        break;
      }
    }
    shortest = shortest.stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    if (exponent < -4 || exponent >= 16) {
      String mantissa = shortest.movePointLeft(exponent).toPlainString();
      return mantissa
          + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
    return shortest
        .setScale(Math.max(1, shortest.scale()), RoundingMode.UNNECESSARY)
        .toPlainString();
  }

  /** Returns a measured number as Keras' progress bar shows it: four digits, small ones with e. */
  public static String shown(double value) {
    return Math.abs(value) > 1e-3 || !Double.isFinite(value)
        ? fixed(value, 4)
        : scientific(value, 4);
  }

  private static String special(double value) {
    return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  }
}
