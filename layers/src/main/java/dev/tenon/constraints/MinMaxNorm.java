package dev.tenon.constraints;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import java.util.List;

/**
 * Scales weights towards a norm between two bounds.
 *
 * <p>{@code w = w * (rate * clip(norm, min_value, max_value) + (1 - rate) * norm) / norm}.
 *
 * @param minValue the smallest norm
 * @param maxValue the largest norm
 * @param rate the part of the way that one step covers; 1 enforces the bounds
 * @param axis the axes that a norm is taken over; 0 for the kernel of a dense layer
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
