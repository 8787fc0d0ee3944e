package dev.tenon.layers.adaptation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A summary of numbers for quantiles: some values in ascending order, each with the number of
 * entries that it represents.
 *
 * <p>It is Keras' summary in float32 arithmetic: the first axis of Keras' array is {@code values},
 * the second {@code weights}. Of equal values, those counted last come first; NumPy's sort leaves
 * their order open.
 *
 * @param values the values
 * @param weights the number of entries of each value
 * @see <a
 *     href="https://github.com/keras-team/keras/blob/v3.15.1/keras/src/layers/preprocessing/discretization.py">Keras:
 *     discretization.py</a>
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record QuantileSummary(float[] values, float[] weights) {
  /** A summary of no data. */
  public static final QuantileSummary EMPTY = new QuantileSummary(new float[0], new float[0]);

  /**
   * Returns the summary of an array.
   *
   * @param epsilon the fraction of the entries that one value represents
   */
  public static QuantileSummary of(float[] data, double epsilon) {
    float[] sorted = data.clone();
    Arrays.sort(sorted);
    double step = Math.max(sorted.length / (1.0 / epsilon), 1);
    int first = (int) (step - 1);
    int stride = (int) step;
    int count = sorted.length <= first ? 0 : (sorted.length - first + stride - 1) / stride;
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = sorted[first + i * stride];
    }
    float[] weights = new float[count];
    Arrays.fill(weights, (float) step);
    return new QuantileSummary(values, weights);
  }

  /** Returns the summary of the data of two, this one's first, compressed to {@code epsilon}. */
  public QuantileSummary merge(QuantileSummary other, double epsilon) {
    int count = values.length + other.values.length;
    float[] allValues = Arrays.copyOf(values, count);
    float[] allWeights = Arrays.copyOf(weights, count);
    System.arraycopy(other.values, 0, allValues, values.length, other.values.length);
    System.arraycopy(other.weights, 0, allWeights, values.length, other.weights.length);
    int[] order =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparing((Integer i) -> allValues[i]))
            .mapToInt(i -> i)
            .toArray();
    float[] sortedValues = new float[count];
    float[] sortedWeights = new float[count];
    for (int i = 0; i < count; i++) {
      sortedValues[i] = allValues[order[i]];
      sortedWeights[i] = allWeights[order[i]];
    }
    return new QuantileSummary(sortedValues, sortedWeights).compress(epsilon);
  }

  /**
   * Returns the boundaries of bins of equal weight: one fewer than bins.
   *
   * <p>With fewer values than bins, every value but the last is a boundary.
   */
  public float[] boundaries(long bins) {
    float[] all = compress(1.0 / bins).values;
    return Arrays.copyOf(all, Math.max(0, all.length - 1));
  }

  /** Returns a summary of about {@code 1 / epsilon} values, interpolated linearly. */
  private QuantileSummary compress(double epsilon) {
    if (values.length * epsilon < 1) {
      return this;
    }
    float[] sums = weights.clone();
    for (int i = 1; i < sums.length; i++) {
      sums[i] = sums[i - 1] + weights[i];
    }
    float[] shares = new float[sums.length];
    for (int i = 0; i < sums.length; i++) {
      shares[i] = sums[i] / sums[sums.length - 1];
    }
    int count = (int) Math.ceil(1.0 / epsilon);
    float[] newValues = new float[count];
    float[] newWeights = new float[count];
    double before = 0;
    for (int i = 0; i < count; i++) {
      double share = epsilon + i * epsilon;
      newValues[i] = (float) interpolate(share, shares, values);
      double sum = interpolate(share, shares, sums);
      newWeights[i] = (float) (sum - before);
      before = sum;
    }
    return new QuantileSummary(newValues, newWeights);
  }

  /** Returns NumPy's {@code interp}: the value at x of the line through points. */
  private static double interpolate(double x, float[] at, float[] of) {
    int last = at.length - 1;
    if (x >= at[last]) {
      return of[last];
    }
    // The last of those that are not above x; -1 where all are.
    int below = -1;
    int above = last;
    while (above - below > 1) {
      int middle = (below + above) >>> 1;
      if (at[middle] <= x) {
        below = middle;
      } else {
        above = middle;
      }
    }
    if (below < 0) {
      return of[0];
    }
    double from = at[below];
    double low = of[below];
    return x == from ? low : (of[below + 1] - low) / (at[below + 1] - from) * (x - from) + low;
  }
}
