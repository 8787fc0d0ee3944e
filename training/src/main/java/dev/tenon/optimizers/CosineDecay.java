package dev.tenon.optimizers;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Ops;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A rate that falls along half a cosine, after an even rise where one is wanted.
 *
 * @param initialLearningRate the rate of the first step
 * @param decaySteps how many steps the fall takes, more than 0
 * @param alpha what is left at the end, as a part of the rate before the fall; 0 in Keras by
 *     default
 * @param warmupTarget the rate that the rise leads to; null for no rise, Keras' default
 * @param warmupSteps how many steps the rise takes; 0 in Keras by default
 * @see <a href="https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay/">Keras:
 *     CosineDecay</a>
 */
@RecordBuilder
public record CosineDecay(
    double initialLearningRate,
    double decaySteps,
    double alpha,
    @Nullable Double warmupTarget,
    double warmupSteps)
    implements LearningRateSchedule, CosineDecayBuilder.With {
  public CosineDecay {
    OptimizerArguments.atLeast("initialLearningRate", initialLearningRate, 0);
    OptimizerArguments.moreThan("decaySteps", decaySteps, 0);
    OptimizerArguments.atLeast("alpha", alpha, 0);
    OptimizerArguments.atLeast("warmupTarget", warmupTarget, 0);
    OptimizerArguments.atLeast("warmupSteps", warmupSteps, 0);
  }

  /** Returns the schedule that falls to 0 from the start. */
  public static CosineDecay of(double initialLearningRate, double decaySteps) {
    return new CosineDecay(initialLearningRate, decaySteps, 0, null, 0);
  }

  @Override
  public Value rate(Ops ops, Value step) {
    if (warmupTarget == null) {
      return fall(ops, ops.min(step, decaySteps), initialLearningRate);
    }
    Value done = ops.min(step, decaySteps + warmupSteps);
    Value fall = fall(ops, ops.sub(done, warmupSteps), warmupTarget);
    if (warmupSteps == 0) {
      return fall;
    }
    Value delta = ops.sub(ops.scalar(step, warmupTarget), initialLearningRate);
    Value rise = ops.add(ops.mul(delta, ops.div(done, warmupSteps)), initialLearningRate);
    return ops.where(ops.less(done, ops.scalar(step, warmupSteps)), rise, fall);
  }

  private Value fall(Ops ops, Value done, double from) {
    Value cosine = Curve.cosine(ops, ops.div(done, decaySteps));
    return ops.mul(ops.add(ops.mul(cosine, 1 - alpha), alpha), from);
  }
}
