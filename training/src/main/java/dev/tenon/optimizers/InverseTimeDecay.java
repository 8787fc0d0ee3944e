package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * A learning rate that falls as {@code initialLearningRate / (1 + decayRate step / decaySteps)}.
 *
 * @param initialLearningRate the rate of the first step, at least 0
 * @param decaySteps the number of steps in which the divisor grows by {@code decayRate}, more than
 *     0
 * @param decayRate the growth of the divisor, at least 0
 * @param staircase whether {@code step / decaySteps} is rounded down; false by default
 * @param name the name in files; {@code InverseTimeDecay} by default
 * @see <a href="https://keras.io/api/optimizers/learning_rate_schedules/inverse_time_decay/">Keras:
 *     InverseTimeDecay</a>
 */
@Setters(required = 3)
public record InverseTimeDecay(
    double initialLearningRate, double decaySteps, double decayRate, boolean staircase, String name)
    implements LearningRateSchedule, InverseTimeDecaySetters {
  /** Keras' defaults behind the required arguments, which have the least values here. */
  static final InverseTimeDecay DEFAULTS = new InverseTimeDecay(0, 1, 0, false, "InverseTimeDecay");

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public InverseTimeDecay {
    OptimizerArguments.atLeast("initialLearningRate", initialLearningRate, 0);
    OptimizerArguments.moreThan("decaySteps", decaySteps, 0);
    OptimizerArguments.atLeast("decayRate", decayRate, 0);
  }

  @Override
  public Value rate(Ops ops, Value step) {
    Value progress = Curve.progress(ops, step, decaySteps, staircase);
    Value divisor = ops.add(ops.mul(progress, decayRate), 1);
    return ops.div(ops.scalar(step, initialLearningRate), divisor);
  }
}
