package dev.tenon.tuning;

import dev.tenon.internal.options.Setters;
import dev.tenon.tuning.numpy.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * keras-tuner's arguments of BayesianOptimization.
 *
 * @param numInitialPoints how many candidates are random; null for three for each hyperparameter
 * @param alpha the variance of the noise in the scores, of which the deviation is 1; 1e-4
 * @param beta how much a candidate is worth about which little is known; 2.6
 * @param randomState what the combinations follow from, 0 to 2³²−1; null for others each time
 */
@Setters(owner = BayesianSearch.class, base = Search.class)
record BayesianOptions(
    @Nullable Integer numInitialPoints, double alpha, double beta, @Nullable Long randomState) {
  static final BayesianOptions DEFAULTS = new BayesianOptions(null, 1e-4, 2.6, null);

  BayesianOptions {
    Arguments.require(
        numInitialPoints == null || numInitialPoints >= 1,
        "numInitialPoints must be at least 1, received " + numInitialPoints);
    Arguments.require(alpha > 0, "alpha must be more than 0, received " + alpha);
    Arguments.require(beta >= 0, "beta must be at least 0, received " + beta);
  }
}
