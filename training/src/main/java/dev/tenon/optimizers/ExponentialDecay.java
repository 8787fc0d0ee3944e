package dev.tenon.optimizers;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Ops;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * A rate that is multiplied by the same number again and again.
 *
 * @param initialLearningRate the rate of the first step
 * @param decaySteps after how many steps that happens, more than 0
 * @param decayRate what the rate is multiplied by
 * @param staircase whether it happens at once rather than bit by bit; false in Keras by default
 * @see <a href="https://keras.io/api/optimizers/learning_rate_schedules/exponential_decay/">Keras:
 *     ExponentialDecay</a>
 */
@RecordBuilder
public record ExponentialDecay(
    double initialLearningRate, double decaySteps, double decayRate, boolean staircase)
    implements LearningRateSchedule, ExponentialDecayBuilder.With {
  public ExponentialDecay {
    OptimizerArguments.atLeast("initialLearningRate", initialLearningRate, 0);
    OptimizerArguments.moreThan("decaySteps", decaySteps, 0);
    OptimizerArguments.atLeast("decayRate", decayRate, 0);
  }

  /** Returns the schedule without a staircase. */
  public static ExponentialDecay of(
      double initialLearningRate, double decaySteps, double decayRate) {
    return new ExponentialDecay(initialLearningRate, decaySteps, decayRate, false);
  }

  @Override
  public Value rate(Ops ops, Value step) {
    Value progress = Curve.progress(ops, step, decaySteps, staircase);
    Value power = ops.pow(ops.scalar(step, decayRate), progress);
    return ops.mul(power, initialLearningRate);
  }
}
