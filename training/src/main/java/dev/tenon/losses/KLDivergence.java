package dev.tenon.losses;

import dev.tenon.config.Config;
import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * The Kullback-Leibler divergence: {@code sum(target log(target / prediction))} over the last axis.
 *
 * <p>Target and prediction (…, classes), loss (…).
 *
 * <p>Both are limited to [1e-7, 1] first.
 *
 * @param reduction the reduction of the losses to one number; {@code sum_over_batch_size} by
 *     default
 * @param name the name in logs and histories; {@code kl_divergence} by default
 * @param dtype the element type of the computation; {@code float32} by default
 * @see <a href="https://keras.io/api/losses/probabilistic_losses/#kldivergence-class">Keras:
 *     KLDivergence</a>
 */
@Setters
public record KLDivergence(Reduction reduction, String name, String dtype)
    implements LossFunction, KLDivergenceSetters {
  /** The loss with Keras' default arguments. */
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
