package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * A rate that is divided by a number that grows evenly.
 *
 * @param initialLearningRate the rate of the first step
 * @param decaySteps after how many steps that happens, more than 0
 * @param decayRate how much the divisor grows
 * @param staircase whether it happens at once rather than bit by bit; false in Keras by default
 * @param name under which name it is saved
 * @see <a href="https://keras.io/api/optimizers/learning_rate_schedules/inverse_time_decay/">Keras:
 *     InverseTimeDecay</a>
 */
@Setters(required = 3)
public record InverseTimeDecay(
    double initialLearningRate, double decaySteps, double decayRate, boolean staircase, String name)
    implements LearningRateSchedule, InverseTimeDecaySetters {
  /** Keras' defaults behind the required arguments, which have the least values here. */
  static final InverseTimeDecay DEFAULTS = new InverseTimeDecay(0, 1, 0, false, "InverseTimeDecay");

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
