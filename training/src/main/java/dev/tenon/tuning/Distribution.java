package dev.tenon.tuning;

import dev.tenon.random.NumpyRandom;
import dev.tenon.tuning.numpy.Arguments;

/**
 * Values of a hyperparameter of which a {@link ParameterSampler} draws one at a time.
 *
 * @see <a href="https://docs.scipy.org/doc/scipy/reference/stats.html">SciPy: stats, whose
 *     distributions scikit-learn takes</a>
 */
@FunctionalInterface
public interface Distribution {
  /** Returns the next value. */
  Object draw(NumpyRandom random);

  /** Returns all numbers from {@code loc} to {@code loc + scale}, equally likely. */
  static Distribution uniform(double loc, double scale) {
    Arguments.require(scale >= 0, "uniform: scale must be at least 0, received " + scale);
    return new ContinuousDistribution(ContinuousDistribution.Kind.LINEAR, loc, scale);
  }

  /** Returns numbers between two positive ones, their logarithms equally likely. */
  static Distribution loguniform(double low, double high) {
    Arguments.require(
        low > 0 && high > low,
        "loguniform: 0 < low < high is wanted, received " + low + " and " + high);
    double from = Math.log(low);
    double width = Math.log(high) - from;
    return new ContinuousDistribution(ContinuousDistribution.Kind.LOGARITHMIC, from, width);
  }

  /** Returns the integers from {@code low} to {@code high}, that one excluded, equally likely. */
  static Distribution randint(int low, int high) {
    Arguments.require(
        low < high, "randint: low < high is wanted, received " + low + " and " + high);
    double width = (double) high - low;
    return new ContinuousDistribution(ContinuousDistribution.Kind.INTEGER, low, width);
  }
}
