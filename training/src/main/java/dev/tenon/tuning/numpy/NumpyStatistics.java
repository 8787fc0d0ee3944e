package dev.tenon.tuning.numpy;

import java.util.Arrays;

/**
 * Means, deviations and ranks with NumPy's order of additions, so that equal candidates stay equal.
 */
public final class NumpyStatistics {
  private static final int LANES = 8;
  private static final int BLOCK = 128;

  private NumpyStatistics() {}

  /**
   * Returns the mean: {@code np.average}.
   *
   * @param values the values
   */
  public static double mean(double[] values) {
    return sum(values, 0, values.length) / values.length;
  }

  /**
   * Returns the standard deviation: {@code np.std}.
   *
   * @param values the values
   */
  public static double std(double[] values) {
    double mean = mean(values);
    return Math.sqrt(mean(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).toArray()));
  }

  /** Adds in eight lanes and halves longer arrays, as NumPy does. */
  private static double sum(double[] values, int from, int count) {
    if (count > BLOCK) {
      int half = count / 2 - count / 2 % LANES;
      return sum(values, from, half) + sum(values, from + half, count - half);
    }
    int whole = count - count % LANES;
    double sum = 0;
    if (whole > 0) {
      double[] lanes = Arrays.copyOfRange(values, from, from + LANES);
      for (int i = LANES; i < whole; i++) {
        lanes[i % LANES] += values[from + i];
      }
      sum =
          ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3]))
              + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
    }
    for (int i = whole; i < count; i++) {
      sum += values[from + i];
    }
    return sum;
  }

  /**
   * Returns the rank of each value from 1 for the greatest; equal values share the best rank, NaN
   * has the last.
   *
   * @param means the values
   */
  public static int[] ranks(double[] means) {
    double least = Arrays.stream(means).filter(mean -> !Double.isNaN(mean)).min().orElse(0) - 1;
    double[] known = Arrays.stream(means).map(m -> Double.isNaN(m) ? least : m).toArray();
    int[] ranks = new int[known.length];
    for (int i = 0; i < ranks.length; i++) {
      double own = known[i];
      ranks[i] = 1 + (int) Arrays.stream(known).filter(other -> other > own).count();
    }
    return ranks;
  }
}
