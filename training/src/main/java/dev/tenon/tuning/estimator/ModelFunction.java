package dev.tenon.tuning.estimator;

import dev.tenon.Model;

/** Makes a compiled model of hyperparameters: the {@code build_fn} of Keras' wrappers. */
@FunctionalInterface
public interface ModelFunction {
  /**
   * Returns a new model, compiled, of one input and one output.
   *
   * <p>Several threads may call it at once. Layers are made anew at each call: a layer that is
   * shared would be trained by several fits.
   */
  Model build(Params params);
}
