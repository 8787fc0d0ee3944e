package dev.tenon.tokenizers.internal.json;

/**
 * A decimal number, rounded as by Rust's serde_json, which is not always to the nearest double.
 *
 * <p>Scores of tokens that are equal there must be equal here: the digits that fit 64 bits are
 * rounded first, then multiplied or divided by a power of ten.
 */
final class RoundedNumber {
  private static final int MOST_POWER = 308;
  private static final int MOST_EXPONENT = 100_000;
  private static final double[] POWERS = new double[MOST_POWER + 1];

  static {
    for (int i = 0; i <= MOST_POWER; i++) {
      POWERS[i] = Double.parseDouble("1e" + i);
    }
  }

  private long digits;
  private int exponent;
  private boolean full;

  void add(int digit, boolean fraction) {
    full |=
        Long.compareUnsigned(digits, Long.divideUnsigned(-1L, 10)) > 0
            || (digits == Long.divideUnsigned(-1L, 10) && digit > 5);
    if (!full) {
      digits = digits * 10 + digit;
      exponent -= fraction ? 1 : 0;
    } else if (!fraction) {
      exponent = Math.min(exponent + 1, MOST_EXPONENT);
    }
  }

  void scale(int power) {
    exponent += power;
  }

  /** Returns the digits as an exponent, at most 100,000. */
  int intValue() {
    return full || digits < 0 || digits > MOST_EXPONENT ? MOST_EXPONENT : (int) digits;
  }

  double value() {
    // Above 63 bits the lowest bit is kept by an odd half, so that the double is the nearest.
    double value = digits >= 0 ? (double) digits : (double) (digits >>> 1 | (digits & 1)) * 2;
    int power = exponent;
    while (power < -MOST_POWER && value != 0) {
      value /= POWERS[MOST_POWER];
      power += MOST_POWER;
    }
    if (value == 0) {
      return 0;
    }
    return power > MOST_POWER
        ? Double.POSITIVE_INFINITY
        : power >= 0 ? value * POWERS[power] : value / POWERS[-power];
  }
}
