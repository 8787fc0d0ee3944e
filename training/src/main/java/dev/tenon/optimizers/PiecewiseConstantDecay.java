package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import java.util.List;

/**
 * A learning rate that is constant between given steps.
 *
 * @param boundaries the last step of each value but the last, at least one, in rising order
 * @param values the rates, one more than boundaries, each at least 0; the last one holds after all
 *     boundaries
 * @param name the name in files; {@code PiecewiseConstant} by default
 * @see <a
 *     href="https://keras.io/api/optimizers/learning_rate_schedules/piecewise_constant_decay/">Keras:
 *     PiecewiseConstantDecay</a>
 */
@Setters(required = 2)
public record PiecewiseConstantDecay(List<Double> boundaries, List<Double> values, String name)
    implements LearningRateSchedule, PiecewiseConstantDecaySetters {
  /** Keras' defaults behind the required arguments, which have the least values here. */
  static final PiecewiseConstantDecay DEFAULTS =
      new PiecewiseConstantDecay(List.of(0.0), List.of(0.0, 0.0), "PiecewiseConstant");

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if the numbers of values and boundaries do not fit, boundaries
   *     do not rise, or a value is negative
   */
  public PiecewiseConstantDecay {
    boundaries = List.copyOf(boundaries);
    values = List.copyOf(values);
    if (boundaries.isEmpty() || boundaries.size() != values.size() - 1) {
      throw new IllegalArgumentException(
          "values must be one more than boundaries, which must be at least one; received "
              + boundaries.size()
              + " boundaries and "
              + values.size()
              + " values");
    }
    for (int i = 1; i < boundaries.size(); i++) {
      if (boundaries.get(i) <= boundaries.get(i - 1)) {
        throw new IllegalArgumentException(
            "boundaries must be in rising order, received " + boundaries);
      }
    }
    values.forEach(value -> OptimizerArguments.atLeast("values", value, 0));
  }

  @Override
  public Value rate(Ops ops, Value step) {
    Value rate = ops.scalar(step, values.get(values.size() - 1));
    for (int i = boundaries.size() - 1; i >= 0; i--) {
      // Keras compares whole numbers.
      Value boundary = ops.scalar(step, (double) boundaries.get(i).longValue());
      rate = ops.where(ops.lessOrEqual(step, boundary), ops.scalar(step, values.get(i)), rate);
    }
    return rate;
  }
}
