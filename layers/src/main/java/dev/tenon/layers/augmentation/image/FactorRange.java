package dev.tenon.layers.augmentation.image;

import java.util.List;

/** The lower and the upper bound of a random factor. */
public record FactorRange(double low, double high) {
  public static final FactorRange UNIT = new FactorRange(0, 1);
  public static final FactorRange BYTES = new FactorRange(0, 255);

  /**
   * Reads a factor as Keras does: two numbers, or one, which stands for itself and its negative.
   *
   * @param least the lower limit of the negative bound
   * @throws IllegalArgumentException if it is neither
   */
  public static FactorRange of(Object factor, double least) {
    if (factor instanceof Number number) {
      double size = Math.abs(number.doubleValue());
      return new FactorRange(Math.max(-size, least), size);
    }
    if (factor instanceof List<?> list
        && list.size() == 2
        && list.get(0) instanceof Number first
        && list.get(1) instanceof Number second) {
      double a = first.doubleValue();
      double b = second.doubleValue();
      return new FactorRange(Math.min(a, b), Math.max(a, b));
    }
    throw new IllegalArgumentException("a factor is a number or two of them, not " + factor);
  }

  /** Reads a factor whose single number stands for itself and its negative. */
  public static FactorRange around(Object factor) {
    return of(factor, Double.NEGATIVE_INFINITY);
  }

  /** Reads the range of the pixels' values. */
  public static FactorRange values(List<Double> range) {
    return of(range, Double.NEGATIVE_INFINITY);
  }

  /** Says whether no factor is further from 0 than a bound. */
  public boolean within(double bound) {
    return low >= -bound && high <= bound;
  }

  /** Returns the distance between the bounds. */
  public double span() {
    return high - low;
  }

  /** Returns the range multiplied by a factor. */
  public FactorRange times(double factor) {
    return new FactorRange(low * factor, high * factor);
  }
}
