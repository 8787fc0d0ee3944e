package dev.tenon.tuning.estimator;

import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.scoring.Scores;

/**
 * An estimator that predicts classes; its score is the accuracy.
 *
 * @param <E> the class itself
 */
public interface Classifier<E extends Classifier<E>> extends Estimator<E> {
  /**
   * Returns the labels of the training data in ascending order: {@code classes_}.
   *
   * @throws IllegalStateException before {@link #fit}
   */
  Tensor classes();

  /**
   * Returns a probability for each sample and each of {@link #classes}, of shape (samples,
   * classes).
   *
   * @param x the samples
   */
  Tensor predictProba(Tensor x);

  /** Returns the accuracy: the share of correctly predicted samples. */
  @Override
  default double score(Tensor x, Tensor y) {
    return Scores.accuracyScore(y, predict(x));
  }
}
