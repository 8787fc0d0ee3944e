package dev.tenon.tuning.estimator;

import dev.tenon.tensor.Tensor;
import java.util.Map;

/**
 * A trainable object with hyperparameters, for a hyperparameter search.
 *
 * <p>{@link KerasClassifier} and {@link KerasRegressor} implement it; users can add others, which
 * are {@link java.io.Serializable} for a search on a cluster. Not thread-safe.
 *
 * @param <E> the class itself
 * @see <a href="https://scikit-learn.org/stable/developers/develop.html">scikit-learn:
 *     estimators</a>
 */
public interface Estimator<E extends Estimator<E>> extends AutoCloseable {
  /** Returns an untrained copy with the same hyperparameters: {@code clone}. */
  E unfitted();

  /** Returns the hyperparameters by name, in alphabetical order: {@code get_params}. */
  Map<String, Object> getParams();

  /**
   * Sets hyperparameters for the next training; others keep their values: {@code set_params}.
   *
   * @param params the values by name
   * @return this
   * @throws IllegalArgumentException if a name is unknown or a value does not fit
   */
  E setParams(Map<String, ?> params);

  /**
   * Trains anew.
   *
   * @param x the samples, along the first axis
   * @param y a target for each sample
   * @return this
   */
  E fit(Tensor x, Tensor y);

  /**
   * Returns a prediction for each sample, in the form of the targets.
   *
   * @param x the samples
   * @throws IllegalStateException before {@link #fit}
   */
  Tensor predict(Tensor x);

  /**
   * Returns the score of the predictions; greater is better.
   *
   * @param x the samples
   * @param y the targets
   */
  double score(Tensor x, Tensor y);

  /**
   * Returns the estimated memory of a training in bytes; 0 for negligible.
   *
   * <p>A search calls it once before each training and runs as many in parallel as fit its {@code
   * maxMemory}.
   *
   * @param x the samples
   * @param y the targets
   */
  default long memory(Tensor x, Tensor y) {
    return 0;
  }

  /** Frees the trained state; a second call has no effect. */
  @Override
  void close();
}
