package dev.tenon.constraints;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * Sets negative weights to 0: {@code w = max(w, 0)}.
 *
 * @see <a href="https://keras.io/api/layers/constraints/#nonneg-class">Keras: NonNeg</a>
 */
public record NonNeg() implements Constraint {
  /** The only instance. */
  public static final NonNeg DEFAULTS = new NonNeg();

  @Override
  public Value project(Ops ops, Value weight) {
    return ops.max(weight, 0);
  }
}
