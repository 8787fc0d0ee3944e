package dev.tenon.regularizers;

import dev.tenon.config.KerasSerializable;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * A penalty on a weight or a layer's output that training adds to the loss.
 *
 * <p>A user's own regularizer is a record that computes with operators. Its components are its
 * configuration in files, under the name that {@code CustomObjects} registers.
 *
 * @see <a href="https://keras.io/api/layers/regularizers/">Keras: regularizers</a>
 */
@FunctionalInterface
public interface Regularizer extends KerasSerializable {
  /**
   * Returns the penalty.
   *
   * @param ops the operators to compute with
   * @param x a weight in float32, or an output
   * @return a scalar
   */
  Value penalty(Ops ops, Value x);
}
