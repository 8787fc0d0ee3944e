package dev.tenon.tuning.estimator;

import dev.tenon.tensor.Tensor;
import java.util.Map;

/**
 * Something that learns and has hyperparameters: what a search tries out.
 *
 * <p>{@link KerasClassifier} and {@link KerasRegressor} are the ones of Tenon; a user may write
 * others. An instance is used by one thread at a time.
 *
 * @param <E> the class itself
 * @see <a href="https://scikit-learn.org/stable/developers/develop.html">scikit-learn:
 *     estimators</a>
 */
public interface Estimator<E extends Estimator<E>> extends AutoCloseable {
  /** Returns one with the same hyperparameters that has learned nothing: {@code clone}. */
  E unfitted();

  /** Returns the hyperparameters by name, in alphabetical order: {@code get_params}. */
  Map<String, Object> getParams();

  /**
   * Sets hyperparameters, for the next fit; those that are not named stay: {@code set_params}.
   *
   * @return this
   * @throws IllegalArgumentException for a name that is none, or a value that does not fit
   */
  E setParams(Map<String, ?> params);

  /**
   * Learns anew.
   *
   * @param x the samples; the first axis counts them
   * @param y one target a sample
   * @return this
   */
  E fit(Tensor x, Tensor y);

  /**
   * Returns a prediction for each sample, of the kind that the targets were.
   *
   * @throws IllegalStateException where nothing was learned yet
   */
  Tensor predict(Tensor x);

  /** Returns how good the predictions are; the greater the better. */
  double score(Tensor x, Tensor y);

  /**
   * Returns about how many bytes it takes to fit these data; 0 where it does not matter.
   *
   * <p>A search asks once before each fit, and lets as many fits run at once as fit into its {@code
   * maxMemory}.
   */
  default long memory(Tensor x, Tensor y) {
    return 0;
  }

  /** Frees what was learned; a second call does nothing. */
  @Override
  void close();
}
