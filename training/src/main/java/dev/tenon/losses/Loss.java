package dev.tenon.losses;

import dev.tenon.ir.graph.Value;

/**
 * What a model is to make small: a record of Keras' configuration keys, written in operators.
 *
 * <p>Masks, sample weights and the reduction to one number are the same for all losses and are
 * added around them.
 *
 * @see <a href="https://keras.io/api/losses/">Keras: losses</a>
 */
public interface Loss {
  /** Returns Keras' class name. */
  default String className() {
    return getClass().getSimpleName();
  }

  /** Returns Keras' name of the loss, such as {@code mean_squared_error}. */
  String name();

  /** Returns how the losses of the elements become one number. */
  Reduction reduction();

  /** Returns the name of the type in which it is computed, such as {@code float64}. */
  default String dtype() {
    return "float32";
  }

  /**
   * Says in operators how far a prediction is off.
   *
   * @param call what may be asked
   * @param target what the data say
   * @param prediction what the model says
   * @return the loss of each element; the last axis of the prediction is gone, as a rule
   */
  Value each(LossCall call, Value target, Value prediction);
}
