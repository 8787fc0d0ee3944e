package dev.tenon.losses;

import dev.tenon.config.Config;
import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Ops;

/**
 * The mean of the squares of the differences of the logarithms.
 *
 * <p>Numbers below 0 count as 0.
 *
 * <p>Target and prediction (…, n), loss (…).
 *
 * @param reduction how the losses become one number
 * @param name under which name the loss is reported
 * @param dtype the type in which it is computed
 * @see <a
 *     href="https://keras.io/api/losses/regression_losses/#meansquaredlogarithmicerror-class">Keras:
 *     MeanSquaredLogarithmicError</a>
 */
@Setters
public record MeanSquaredLogarithmicError(Reduction reduction, String name, String dtype)
    implements LossFunction, MeanSquaredLogarithmicErrorSetters {
  /** Keras' defaults. */
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
