package dev.tenon.constraints;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import java.util.List;

/**
 * Moves norms between two numbers.
 *
 * @param minValue the smallest norm
 * @param maxValue the largest norm
 * @param rate how much of the way a step goes, 1 for all of it
 * @param axis the axes along which a norm is taken, 0 for the kernel of a dense layer
 * @see <a href="https://keras.io/api/layers/constraints/#minmaxnorm-class">Keras: MinMaxNorm</a>
 */
@Setters
public record MinMaxNorm(double minValue, double maxValue, double rate, List<Long> axis)
    implements NormConstraint, MinMaxNormSetters {
  /** Keras' defaults. */
  public static final MinMaxNorm DEFAULTS = new MinMaxNorm(0, 1, 1, List.of(0L));

  public MinMaxNorm {
    axis = List.copyOf(axis);
  }

  @Override
  public Value project(Ops ops, Value weight) {
    Value norm = norm(ops, weight);
    Value limited = ops.clip(norm, minValue, maxValue);
    Value wanted = ops.add(ops.mul(limited, rate), ops.mul(norm, 1 - rate));
    return scaled(ops, weight, norm, wanted);
  }
}
