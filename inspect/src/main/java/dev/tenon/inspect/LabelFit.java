package dev.tenon.inspect;

import java.util.function.ToDoubleFunction;

/** Shortens texts to a width. */
final class LabelFit {
  private static final String DOTS = "…";

  // What DejaVu Sans, a wide font, needs at most, in shares of the font's size.
  private static final double NARROW = 0.42;
  private static final double USUAL = 0.65;
  private static final double CAPITAL = 0.85;
  private static final double WIDE = 1.1;

  private LabelFit() {}

  /** Returns the text, or as much of its end as is no wider: the end of a path tells most. */
  static String tail(String text, double width, ToDoubleFunction<String> measure) {
    String shown = text;
    for (int from = 1; measure.applyAsDouble(shown) > width && from <= text.length(); from++) {
      shown = DOTS + text.substring(from);
    }
    return shown;
  }

  /** Returns the text, or as much of its start as is no wider. */
  static String head(String text, double width, ToDoubleFunction<String> measure) {
    String shown = text;
    for (int to = text.length() - 1; measure.applyAsDouble(shown) > width && to >= 0; to--) {
      shown = text.substring(0, to) + DOTS;
    }
    return shown;
  }

  /** Returns the most that a text needs in a font without serifs, where no font can be asked. */
  static double estimate(String text, double fontSize) {
    double width = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ("iljtfrI.,:;'|!()[]/- ".indexOf(c) >= 0) {
        width += NARROW;
      } else if ((c > '~' && c != '×') || "mwMW@%".indexOf(c) >= 0) {
        width += WIDE;
      } else {
        width += Character.isUpperCase(c) || "&#+<=>~^×".indexOf(c) >= 0 ? CAPITAL : USUAL;
      }
    }
    return width * fontSize;
  }
}
