package dev.tenon.losses;

import dev.tenon.config.Config;
import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;

/**
 * The mean of the magnitudes of the differences, in percent of the targets.
 *
 * <p>Target and prediction (…, n), loss (…).
 *
 * @param reduction how the losses become one number
 * @param name under which name the loss is reported
 * @param dtype the type in which it is computed
 * @see <a
 *     href="https://keras.io/api/losses/regression_losses/#meanabsolutepercentageerror-class">Keras:
 *     MeanAbsolutePercentageError</a>
 */
@Setters
public record MeanAbsolutePercentageError(Reduction reduction, String name, String dtype)
    implements LossFunction, MeanAbsolutePercentageErrorSetters {
  /** Keras' defaults. */
  public static final MeanAbsolutePercentageError DEFAULTS =
      new MeanAbsolutePercentageError(
          Reduction.SUM_OVER_BATCH_SIZE, "mean_absolute_percentage_error", "float32");

  @Override
  public Value compute(LossCall call, Value target, Value prediction) {
    Value mean =
        LastAxis.mean(
            call,
            target,
            prediction,
            (ops, t, p) -> ops.abs(ops.div(ops.sub(t, p), ops.max(ops.abs(t), Config.epsilon()))));
    return call.ops().mul(mean, 100);
  }
}
