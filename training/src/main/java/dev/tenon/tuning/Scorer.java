package dev.tenon.tuning;

import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.estimator.Estimator;

/**
 * Says how good an estimator is on data that it has not learned from; the greater the better.
 *
 * @see Scorers
 */
@FunctionalInterface
public interface Scorer {
  /** Returns the score of a fitted estimator. */
  double score(Estimator<?> estimator, Tensor x, Tensor y);
}
