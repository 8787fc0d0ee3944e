package dev.tenon.regularizers;

import dev.tenon.config.KerasSerializable;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * A penalty on a weight, or on a layer's outputs, that training adds to the loss.
 *
 * <p>A user's own is a record written in operators. Its components are its configuration in files;
 * {@code CustomObjects} gives it a name there.
 *
 * @see <a href="https://keras.io/api/layers/regularizers/">Keras: regularizers</a>
 */
@FunctionalInterface
public interface Regularizer extends KerasSerializable {
  /**
   * Returns the penalty.
   *
   * @param ops the operators to write it in
   * @param x a weight in float32, or an output
   * @return a scalar
   */
  Value penalty(Ops ops, Value x);
}
