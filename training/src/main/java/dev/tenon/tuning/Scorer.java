package dev.tenon.tuning;

import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.estimator.Estimator;
import java.io.Serializable;

/**
 * A score of a trained estimator on data; greater is better.
 *
 * <p>A search on a cluster sends it to other machines, so a lambda may only use serializable
 * values.
 *
 * @see Scorers
 */
@FunctionalInterface
public interface Scorer extends Serializable {
  /**
   * Returns the score.
   *
   * @param estimator a trained estimator
   * @param x the samples
   * @param y the targets
   */
  double score(Estimator<?> estimator, Tensor x, Tensor y);
}
