package dev.tenon.constraints;

import dev.tenon.config.KerasSerializable;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * A projection that a weight passes after each training step.
 *
 * <p>A user's own constraint is a record that computes with operators. Its components are its
 * configuration in files, under the name that {@code CustomObjects} registers.
 *
 * @see <a href="https://keras.io/api/layers/constraints/">Keras: constraints</a>
 */
@FunctionalInterface
public interface Constraint extends KerasSerializable {
  /**
   * Returns the projected weight.
   *
   * @param ops the operators to compute with
   * @param weight the weight after the optimizer's step
   * @return a value of the weight's shape and element type
   */
  Value project(Ops ops, Value weight);
}
