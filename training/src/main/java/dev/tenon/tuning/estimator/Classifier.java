package dev.tenon.tuning.estimator;

import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.scoring.Scores;

/**
 * An estimator that tells classes apart.
 *
 * @param <E> the class itself
 */
public interface Classifier<E extends Classifier<E>> extends Estimator<E> {
  /**
   * Returns the labels that were learned, in ascending order: {@code classes_}.
   *
   * @throws IllegalStateException where nothing was learned yet
   */
  Tensor classes();

  /** Returns a probability for each sample and each of {@link #classes}, in that order. */
  Tensor predictProba(Tensor x);

  /** Returns the share of the samples whose class is predicted. */
  @Override
  default double score(Tensor x, Tensor y) {
    return Scores.accuracyScore(y, predict(x));
  }
}
