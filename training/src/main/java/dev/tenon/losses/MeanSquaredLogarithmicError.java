package dev.tenon.losses;

import dev.tenon.config.Config;
import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * The mean squared logarithmic error: {@code mean((log(1 + target) - log(1 + prediction))²)} over
 * the last axis.
 *
 * <p>Numbers below 1e-7 count as 1e-7.
 *
 * <p>Target and prediction (…, n), loss (…).
 *
 * @param reduction the reduction of the losses to one number; {@code sum_over_batch_size} by
 *     default
 * @param name the name in logs and histories; {@code mean_squared_logarithmic_error} by default
 * @param dtype the element type of the computation; {@code float32} by default
 * @see <a
 *     href="https://keras.io/api/losses/regression_losses/#meansquaredlogarithmicerror-class">Keras:
 *     MeanSquaredLogarithmicError</a>
 */
@Setters
public record MeanSquaredLogarithmicError(Reduction reduction, String name, String dtype)
    implements LossFunction, MeanSquaredLogarithmicErrorSetters {
  /** The loss with Keras' default arguments. */
  public static final MeanSquaredLogarithmicError DEFAULTS =
      new MeanSquaredLogarithmicError(
          Reduction.SUM_OVER_BATCH_SIZE, "mean_squared_logarithmic_error", "float32");

  @Override
  public Value compute(LossCall call, Value target, Value prediction) {
    return LastAxis.mean(
        call,
        target,
        prediction,
        (ops, t, p) -> LastAxis.square(ops, ops.sub(log(ops, p), log(ops, t))));
  }

  private static Value log(Ops ops, Value x) {
    return ops.log(ops.add(ops.max(x, Config.epsilon()), 1));
  }
}
