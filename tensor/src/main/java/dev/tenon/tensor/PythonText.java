package dev.tenon.tensor;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Formats texts and numbers exactly as Python does. */
public final class PythonText {
  private PythonText() {}

  /** Returns a string in quotes, with escapes for unprintable characters. */
  public static String quoted(String text) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    StringBuilder out = new StringBuilder().append(quote);
    text.codePoints().forEach(c -> append(out, c, quote));
    return out.append(quote).toString();
  }

  /** Returns {@code repr(value)}: the fewest digits that parse to the same number. */
  public static String repr(double value) {
    return FloatText.scalar(DType.FLOAT64, value);
  }

  /** Returns {@code f"{value:.{digits}f}"}: rounded from the exact value, half to even. */
  public static String fixed(double value, int digits) {
    if (!Double.isFinite(value)) {
      return FloatText.special(value);
    }
    String text = new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    boolean lostSign = value < 0 || (value == 0 && 1 / value < 0);
    return lostSign && !text.startsWith("-") ? "-" + text : text;
  }

  /** Returns {@code f"{value:.{digits}e}"}. */
  public static String scientific(double value, int digits) {
    if (!Double.isFinite(value)) {
      return FloatText.special(value);
    }
    if (value == 0) {
      return fixed(value, digits) + "e+00";
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(digits + 1, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    BigDecimal mantissa = rounded.movePointLeft(exponent).setScale(digits, RoundingMode.HALF_EVEN);
    return mantissa.toPlainString() + FloatText.exponent(exponent);
  }

  private static void append(StringBuilder out, int c, char quote) {
    switch (c) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\\' -> out.append("\\\\");
      default -> {
        if (c == quote) {
          out.append('\\').append(quote);
        } else if (isPrintable(c)) {
          out.appendCodePoint(c);
        } else {
          String format = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
          out.append(String.format(Locale.ROOT, format, c));
        }
      }
    }
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }
}
