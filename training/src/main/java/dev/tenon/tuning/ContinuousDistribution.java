package dev.tenon.tuning;

import dev.tenon.random.NumpyRandom;

/**
 * Numbers of a range, or their logarithms, equally likely.
 *
 * @param kind which numbers
 * @param low the least one
 * @param width how much more the largest one is; in logarithms for their kind
 */
record ContinuousDistribution(Kind kind, double low, double width) implements Distribution {
  /** Which numbers a range has. */
  enum Kind {
    /** All numbers. */
    LINEAR,
    /** All numbers, their logarithms equally likely. */
    LOGARITHMIC,
    /** Integers, the largest one excluded. */
    INTEGER
  }

  @Override
  public Object draw(NumpyRandom random) {
    return switch (kind) {
      case LINEAR -> random.randomSample() * width + low;
      case LOGARITHMIC -> Math.exp(low + random.randomSample() * width);
      case INTEGER -> (int) random.randint((long) low, (long) (low + width));
    };
  }

  /** Returns the number at a share of the range, from 0 to 1. */
  Object quantile(double share) {
    return switch (kind) {
      case LINEAR -> share * width + low;
      case LOGARITHMIC -> Math.exp(low + share * width);
      case INTEGER -> (int) (low + Math.min(width - 1, Math.floor(share * width)));
    };
  }

  /** Returns the share of the range at which a number is. */
  double probability(Number value) {
    double number = value.doubleValue();
    return switch (kind) {
      case LINEAR -> width == 0 ? 0 : (number - low) / width;
      case LOGARITHMIC -> (Math.log(number) - low) / width;
      case INTEGER -> (number - low + 0.5) / width;
    };
  }
}
