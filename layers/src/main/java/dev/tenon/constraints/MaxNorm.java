package dev.tenon.constraints;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Scales weights whose norm exceeds a maximum: {@code w = w * min(norm, max_value) / norm}.
 *
 * @param maxValue the largest norm
 * @param axis the axes that a norm is taken over; 0 for the kernel of a dense layer
 * @see <a href="https://keras.io/api/layers/constraints/#maxnorm-class">Keras: MaxNorm</a>
 */
@Setters
public record MaxNorm(double maxValue, List<Long> axis) implements NormConstraint, MaxNormSetters {
  /** Keras' defaults. */
  public static final MaxNorm DEFAULTS = new MaxNorm(2, List.of(0L));

  public MaxNorm {
    axis = List.copyOf(axis);
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = new LinkedHashMap<>(NormConstraint.super.config());
    if (maxValue == DEFAULTS.maxValue) {
      // Keras' default is an integer, and is written so.
      config.put("max_value", (long) maxValue);
    }
    return config;
  }

  @Override
  public Value project(Ops ops, Value weight) {
    Value norm = norm(ops, weight);
    return scaled(ops, weight, norm, ops.clip(norm, 0, maxValue));
  }
}
