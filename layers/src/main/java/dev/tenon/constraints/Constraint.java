package dev.tenon.constraints;

import dev.tenon.config.KerasSerializable;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * A rule that a weight obeys after each step of training, by a projection.
 *
 * <p>A user's own is a record written in operators. Its components are its configuration in files;
 * {@code CustomObjects} gives it a name there.
 *
 * @see <a href="https://keras.io/api/layers/constraints/">Keras: constraints</a>
 */
@FunctionalInterface
public interface Constraint extends KerasSerializable {
  /**
   * Returns what a weight becomes.
   *
   * @param ops the operators to write it in
   * @param weight the weight after the optimizer's step
   * @return a value of the weight's shape and element type
   */
  Value project(Ops ops, Value weight);
}
