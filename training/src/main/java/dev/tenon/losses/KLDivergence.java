package dev.tenon.losses;

import dev.tenon.config.Config;
import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Ops;

/**
 * The Kullback-Leibler divergence of two distributions: the sum of target × log(target /
 * prediction).
 *
 * <p>Target and prediction (…, classes), loss (…).
 *
 * @param reduction how the losses become one number
 * @param name under which name the loss is reported
 * @param dtype the type in which it is computed
 * @see <a href="https://keras.io/api/losses/probabilistic_losses/#kldivergence-class">Keras:
 *     KLDivergence</a>
 */
@Setters
public record KLDivergence(Reduction reduction, String name, String dtype)
    implements LossFunction, KLDivergenceSetters {
  /** Keras' defaults. */
  public static final KLDivergence DEFAULTS =
      new KLDivergence(Reduction.SUM_OVER_BATCH_SIZE, "kl_divergence", "float32");

  @Override
  public Value compute(LossCall call, Value target, Value prediction) {
    Ops ops = call.ops();
    Value t = ops.clip(ops.cast(target, prediction.dtype()), Config.epsilon(), 1);
    Value p = ops.clip(prediction, Config.epsilon(), 1);
    return ops.reduceSum(ops.mul(t, ops.log(ops.div(t, p))), false, -1);
  }
}
