package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * A learning rate that falls exponentially: {@code initialLearningRate decayRate^(step /
 * decaySteps)}.
 *
 * @param initialLearningRate the rate of the first step, at least 0
 * @param decaySteps the number of steps in which the rate is multiplied by {@code decayRate}, more
 *     than 0
 * @param decayRate the factor of the rate, at least 0
 * @param staircase whether {@code step / decaySteps} is rounded down; false by default
 * @param name the name in files; {@code ExponentialDecay} by default
 * @see <a href="https://keras.io/api/optimizers/learning_rate_schedules/exponential_decay/">Keras:
 *     ExponentialDecay</a>
 */
@Setters(required = 3)
public record ExponentialDecay(
    double initialLearningRate, double decaySteps, double decayRate, boolean staircase, String name)
    implements LearningRateSchedule, ExponentialDecaySetters {
  /** Keras' defaults behind the required arguments, which have the least values here. */
  static final ExponentialDecay DEFAULTS = new ExponentialDecay(0, 1, 0, false, "ExponentialDecay");

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public ExponentialDecay {
    OptimizerArguments.atLeast("initialLearningRate", initialLearningRate, 0);
    OptimizerArguments.moreThan("decaySteps", decaySteps, 0);
    OptimizerArguments.atLeast("decayRate", decayRate, 0);
  }

  @Override
  public Value rate(Ops ops, Value step) {
    Value progress = Curve.progress(ops, step, decaySteps, staircase);
    Value power = ops.pow(ops.scalar(step, decayRate), progress);
    return ops.mul(power, initialLearningRate);
  }
}
