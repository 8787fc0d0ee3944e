package dev.tenon.tuning.estimator;

import dev.tenon.Model;

/**
 * A function from hyperparameters to a compiled model: the {@code build_fn} of Keras' scikit-learn
 * wrappers.
 */
@FunctionalInterface
public interface ModelFunction {
  /**
   * Returns a new compiled model with one input and one output.
   *
   * <p>Several threads can call it at once. Each call must create new layers, since a shared layer
   * would be trained by several trials.
   *
   * @param params the hyperparameters
   */
  Model build(Params params);
}
