package dev.tenon.losses;

import dev.tenon.config.Config;
import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Ops;

/**
 * The negative log-likelihood of counts, but for a constant: prediction − target × log(prediction).
 *
 * <p>Target and prediction (…, n), loss (…).
 *
 * @param reduction how the losses become one number
 * @param name under which name the loss is reported
 * @param dtype the type in which it is computed
 * @see <a href="https://keras.io/api/losses/probabilistic_losses/#poisson-class">Keras: Poisson</a>
 */
@Setters
public record Poisson(Reduction reduction, String name, String dtype)
    implements LossFunction, PoissonSetters {
  /** Keras' defaults. */
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
