package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * A rate that falls along half a cosine, after an even rise where one is wanted.
 *
 * @param initialLearningRate the rate of the first step
 * @param decaySteps how many steps the fall takes, more than 0
 * @param alpha what is left at the end, as a part of the rate before the fall; 0 in Keras by
 *     default
 * @param name under which name it is saved
 * @param warmupTarget the rate that the rise leads to; null for no rise, Keras' default
 * @param warmupSteps how many steps the rise takes; 0 in Keras by default
 * @see <a href="https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay/">Keras:
 *     CosineDecay</a>
 */
@Setters(required = 2, positional = 3)
public record CosineDecay(
    double initialLearningRate,
    double decaySteps,
    double alpha,
    String name,
    @Nullable Double warmupTarget,
    double warmupSteps)
    implements LearningRateSchedule, CosineDecaySetters {
  /** Keras' defaults behind the required arguments, which have the least values here. */
  static final CosineDecay DEFAULTS = new CosineDecay(0, 1, 0, "CosineDecay", null, 0);

  public CosineDecay {
    OptimizerArguments.atLeast("initialLearningRate", initialLearningRate, 0);
    OptimizerArguments.moreThan("decaySteps", decaySteps, 0);
    OptimizerArguments.atLeast("alpha", alpha, 0);
    OptimizerArguments.atLeast("warmupTarget", warmupTarget, 0);
    OptimizerArguments.atLeast("warmupSteps", warmupSteps, 0);
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
