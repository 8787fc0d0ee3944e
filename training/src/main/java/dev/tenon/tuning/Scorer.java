package dev.tenon.tuning;

import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.estimator.Estimator;

/**
 * A score of a trained estimator on data; greater is better.
 *
 * @see Scorers
 */
@FunctionalInterface
public interface Scorer {
  /**
   * Returns the score.
   *
   * @param estimator a trained estimator
   * @param x the samples
   * @param y the targets
   */
  double score(Estimator<?> estimator, Tensor x, Tensor y);
}
