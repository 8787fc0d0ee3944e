package dev.tenon.tuning;

import dev.tenon.random.NumpyRandom;
import dev.tenon.tuning.numpy.Arguments;

/**
 * A distribution of a hyperparameter's values, for random candidates.
 *
 * @see <a href="https://docs.scipy.org/doc/scipy/reference/stats.html">SciPy: stats, whose
 *     distributions scikit-learn takes</a>
 */
@FunctionalInterface
public interface Distribution {
  /**
   * Draws a value.
   *
   * @param random the random generator
   */
  Object draw(NumpyRandom random);

  /**
   * Returns the uniform distribution on [loc, loc + scale].
   *
   * @param loc the lower bound
   * @param scale the width, at least 0
   * @throws IllegalArgumentException if the width is negative
   */
  static Distribution uniform(double loc, double scale) {
    Arguments.require(scale >= 0, "uniform: scale must be at least 0, received " + scale);
    return new ContinuousDistribution(ContinuousDistribution.Kind.LINEAR, loc, scale);
  }

  /**
   * Returns the distribution whose logarithm is uniform between two positive numbers.
   *
   * @param low the lower bound, more than 0
   * @param high the upper bound, more than {@code low}
   * @throws IllegalArgumentException if the bounds are not positive and increasing
   */
  static Distribution loguniform(double low, double high) {
    Arguments.require(
        low > 0 && high > low,
        "loguniform: 0 < low < high is wanted, received " + low + " and " + high);
    double from = Math.log(low);
    double width = Math.log(high) - from;
    return new ContinuousDistribution(ContinuousDistribution.Kind.LOGARITHMIC, from, width);
  }

  /**
   * Returns the uniform distribution of integers.
   *
   * @param low the lower bound, inclusive
   * @param high the upper bound, exclusive
   * @throws IllegalArgumentException if {@code low} is not less than {@code high}
   */
  static Distribution randint(int low, int high) {
    Arguments.require(
        low < high, "randint: low < high is wanted, received " + low + " and " + high);
    double width = (double) high - low;
    return new ContinuousDistribution(ContinuousDistribution.Kind.INTEGER, low, width);
  }
}
