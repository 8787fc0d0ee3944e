package dev.tenon.layers.augmentation;

import java.util.List;

/** The two numbers that a factor is drawn between. */
record Range(double low, double high) {
  static final Range UNIT = new Range(0, 1);
  static final Range BYTES = new Range(0, 255);

  /**
   * Reads a factor as Keras does: two numbers, or one, which stands for itself and its negative.
   *
   * @param least what the negative is raised to
   * @throws IllegalArgumentException where it is neither
   */
  static Range of(Object factor, double least) {
    if (factor instanceof Number number) {
      double size = Math.abs(number.doubleValue());
      return new Range(Math.max(-size, least), size);
    }
    if (factor instanceof List<?> list
        && list.size() == 2
        && list.get(0) instanceof Number first
        && list.get(1) instanceof Number second) {
      double a = first.doubleValue();
      double b = second.doubleValue();
      return new Range(Math.min(a, b), Math.max(a, b));
    }
    throw new IllegalArgumentException("a factor is a number or two of them, not " + factor);
  }

  /** Reads a factor whose single number stands for itself and its negative. */
  static Range around(Object factor) {
    return of(factor, Double.NEGATIVE_INFINITY);
  }

  /** Reads the range of the pixels' values. */
  static Range values(List<Double> range) {
    return of(range, Double.NEGATIVE_INFINITY);
  }

  double span() {
    return high - low;
  }

  Range times(double factor) {
    return new Range(low * factor, high * factor);
  }
}
