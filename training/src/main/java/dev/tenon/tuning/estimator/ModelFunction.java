package dev.tenon.tuning.estimator;

import dev.tenon.Model;
import java.io.Serializable;

/**
 * A function from hyperparameters to a compiled model: the {@code build_fn} of Keras' scikit-learn
 * wrappers.
 *
 * <p>A search on a cluster sends it to other machines, so a lambda may only use serializable
 * values.
 */
@FunctionalInterface
public interface ModelFunction extends Serializable {
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
