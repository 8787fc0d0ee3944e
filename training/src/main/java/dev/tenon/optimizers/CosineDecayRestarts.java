package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * A learning rate that falls along half a cosine and restarts.
 *
 * <p>In a period at the fraction {@code f} and after {@code i} restarts, the rate is {@code
 * initialLearningRate ((1 - alpha) mMul^i (1 + cos(pi f)) / 2 + alpha)}.
 *
 * @param initialLearningRate the rate of the first step, at least 0
 * @param firstDecaySteps the steps of the first period, more than 0
 * @param tMul the factor of each period's length over the one before, at least 1; 2 by default
 * @param mMul the factor of the rate at each restart, at least 0; 1 by default
 * @param alpha the rate at the end of a period as a fraction of the initial rate, at least 0; 0 by
 *     default
 * @param name the name in files; {@code SGDRDecay} by default
 * @see <a
 *     href="https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay_restarts/">Keras:
 *     CosineDecayRestarts</a>
 * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov and Hutter, 2016</a>
 */
@Setters(required = 2)
public record CosineDecayRestarts(
    double initialLearningRate,
    double firstDecaySteps,
    double tMul,
    double mMul,
    double alpha,
    String name)
    implements LearningRateSchedule, CosineDecayRestartsSetters {
  /** Keras' defaults behind the required arguments, which have the least values here. */
  static final CosineDecayRestarts DEFAULTS = new CosineDecayRestarts(0, 1, 2, 1, 0, "SGDRDecay");

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public CosineDecayRestarts {
    OptimizerArguments.atLeast("initialLearningRate", initialLearningRate, 0);
    OptimizerArguments.moreThan("firstDecaySteps", firstDecaySteps, 0);
    OptimizerArguments.atLeast("tMul", tMul, 1);
    OptimizerArguments.atLeast("mMul", mMul, 0);
    OptimizerArguments.atLeast("alpha", alpha, 0);
  }

  @Override
  public Value rate(Ops ops, Value step) {
    Value falls = ops.div(step, firstDecaySteps);
    Value restarts;
    Value fraction;
    if (tMul == 1) {
      restarts = Curve.floor(ops, falls);
      fraction = ops.sub(falls, restarts);
    } else {
      // The falls are terms of a geometric series: its sum says where in which of them the step is.
      Value base = ops.scalar(step, tMul);
      Value sum = ops.sub(1, ops.mul(falls, ops.sub(1, base)));
      restarts = Curve.floor(ops, ops.div(ops.log(sum), ops.log(base)));
      Value length = ops.pow(base, restarts);
      Value before = ops.div(ops.sub(1, length), ops.sub(1, base));
      fraction = ops.div(ops.sub(falls, before), length);
    }
    Value height = ops.pow(ops.scalar(step, mMul), restarts);
    Value cosine = ops.mul(height, Curve.cosine(ops, fraction));
    Value decayed = ops.add(ops.mul(cosine, ops.sub(1, ops.scalar(step, alpha))), alpha);
    return ops.mul(decayed, initialLearningRate);
  }
}
