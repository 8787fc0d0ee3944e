package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * A learning rate that falls along half a cosine, after an optional linear warmup.
 *
 * <p>The decay is {@code from ((1 - alpha) (1 + cos(pi step / decaySteps)) / 2 + alpha)}, where
 * {@code from} is {@code initialLearningRate} or {@code warmupTarget}.
 *
 * @param initialLearningRate the rate of the first step, at least 0
 * @param decaySteps the number of steps of the decay, more than 0
 * @param alpha the rate at the end as a fraction of the rate before the decay, at least 0; 0 by
 *     default
 * @param name the name in files; {@code CosineDecay} by default
 * @param warmupTarget the rate at the end of the warmup, at least 0; null for no warmup, the
 *     default
 * @param warmupSteps the number of steps of the warmup, at least 0; 0 by default
 * @see <a href="https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay/">Keras:
 *     CosineDecay</a>
 * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov and Hutter, 2016</a>
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

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if an argument is out of its range
   */
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
