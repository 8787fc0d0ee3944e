package dev.tenon.losses;

import dev.tenon.ir.graph.Value;

/**
 * The objective of training: a record of Keras' configuration keys that writes its formula in
 * operators.
 *
 * <p>Masks, sample weights and the reduction to one number are equal for all losses and are added
 * by the training step.
 *
 * @see <a href="https://keras.io/api/losses/">Keras: losses</a>
 */
public interface Loss {
  /** Returns Keras' class name, by default the simple name of the Java class. */
  default String className() {
    return getClass().getSimpleName();
  }

  /** Returns the name of the loss in logs and histories, such as {@code mean_squared_error}. */
  String name();

  /** Returns the reduction of the elements' losses to one number. */
  Reduction reduction();

  /**
   * Returns the element type of the computation, such as {@code float64}; {@code float32} by
   * default.
   */
  default String dtype() {
    return "float32";
  }

  /**
   * Writes the operators that compute the loss of each element.
   *
   * @param call the operators and the context
   * @param target the targets
   * @param prediction the predictions
   * @return the loss of each element, usually without the last axis of the prediction
   */
  Value each(LossCall call, Value target, Value prediction);
}
