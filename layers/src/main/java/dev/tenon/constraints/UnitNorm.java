package dev.tenon.constraints;

import dev.tenon.config.Config;
import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import java.util.List;

/**
 * Scales weights to norm 1: {@code w = w / norm}.
 *
 * @param axis the axes that a norm is taken over; 0 for the kernel of a dense layer
 * @see <a href="https://keras.io/api/layers/constraints/#unitnorm-class">Keras: UnitNorm</a>
 */
@Setters
public record UnitNorm(List<Long> axis) implements NormConstraint, UnitNormSetters {
  /** Keras' defaults. */
  public static final UnitNorm DEFAULTS = new UnitNorm(List.of(0L));

  public UnitNorm {
    axis = List.copyOf(axis);
  }

  @Override
  public Value project(Ops ops, Value weight) {
    return ops.div(weight, ops.add(norm(ops, weight), Config.epsilon()));
  }
}
