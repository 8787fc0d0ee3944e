package dev.tenon.losses;

import dev.tenon.config.Config;
import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * The Poisson loss: {@code mean(prediction - target log(prediction + 1e-7))} over the last axis.
 *
 * <p>Target and prediction (…, n), loss (…).
 *
 * @param reduction the reduction of the losses to one number; {@code sum_over_batch_size} by
 *     default
 * @param name the name in logs and histories; {@code poisson} by default
 * @param dtype the element type of the computation; {@code float32} by default
 * @see <a href="https://keras.io/api/losses/probabilistic_losses/#poisson-class">Keras: Poisson</a>
 */
@Setters
public record Poisson(Reduction reduction, String name, String dtype)
    implements LossFunction, PoissonSetters {
  /** The loss with Keras' default arguments. */
  public static final Poisson DEFAULTS =
      new Poisson(Reduction.SUM_OVER_BATCH_SIZE, "poisson", "float32");

  @Override
  public Value compute(LossCall call, Value target, Value prediction) {
    Ops ops = call.ops();
    Value t = ops.cast(target, prediction.dtype());
    Value log = ops.log(ops.add(prediction, Config.epsilon()));
    return ops.reduceMean(ops.sub(prediction, ops.mul(t, log)), false, -1);
  }
}
