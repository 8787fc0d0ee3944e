package dev.tenon.losses;

import dev.tenon.config.Config;
import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;

/**
 * The mean absolute percentage error: {@code 100 mean(|target - prediction| / max(|target|, 1e-7))}
 * over the last axis.
 *
 * <p>Target and prediction (…, n), loss (…).
 *
 * @param reduction the reduction of the losses to one number; {@code sum_over_batch_size} by
 *     default
 * @param name the name in logs and histories; {@code mean_absolute_percentage_error} by default
 * @param dtype the element type of the computation; {@code float32} by default
 * @see <a
 *     href="https://keras.io/api/losses/regression_losses/#meanabsolutepercentageerror-class">Keras:
 *     MeanAbsolutePercentageError</a>
 */
@Setters
public record MeanAbsolutePercentageError(Reduction reduction, String name, String dtype)
    implements LossFunction, MeanAbsolutePercentageErrorSetters {
  /** The loss with Keras' default arguments. */
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
