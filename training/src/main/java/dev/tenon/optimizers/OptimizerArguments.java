package dev.tenon.optimizers;

import org.jspecify.annotations.Nullable;

/** Checks numbers that a user gives; null is a number that is not given. */
final class OptimizerArguments {
  private OptimizerArguments() {}

  static void atLeast(String name, @Nullable Double value, double low) {
    require(value == null || (value >= low && !value.isInfinite()), name, "at least", low, value);
  }

  static void moreThan(String name, @Nullable Double value, double low) {
    require(value == null || (value > low && !value.isInfinite()), name, "more than", low, value);
  }

  /** Allows every number. */
  static void finite(String name, @Nullable Double value) {
    if (value != null && !Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be a finite number, received " + value);
    }
  }

  static void atMost(String name, double value, double high) {
    require(value <= high && !Double.isInfinite(value), name, "at most", high, value);
  }

  /** Allows both ends. */
  static void between(String name, double value, double low, double high) {
    require(value >= low && value <= high, name, "between " + text(low) + " and", high, value);
  }

  /** Allows the decay rate of an average: 1 would never let anything new in. */
  static void decayRate(String name, double value) {
    require(value >= 0 && value < 1, name, "at least 0 and less than", 1, value);
  }

  /** Checks the arguments of Adam and its kin. */
  static void moments(double beta1, double beta2, double epsilon) {
    decayRate("beta1", beta1);
    decayRate("beta2", beta2);
    atLeast("epsilon", epsilon, 0);
  }

  private static void require(
      boolean fine, String name, String expected, double limit, @Nullable Double received) {
    if (!fine) {
      throw new IllegalArgumentException(
          name
              + " must be "
              + expected
              + " "
              + text(limit)
              + ", received "
              + (received == null ? "none" : text(received)));
    }
  }

  private static String text(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e9
        ? String.valueOf((long) number)
        : String.valueOf(number);
  }
}
