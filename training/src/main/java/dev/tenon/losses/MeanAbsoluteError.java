package dev.tenon.losses;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;

/**
 * The mean absolute error: {@code mean(|target - prediction|)} over the last axis.
 *
 * <p>Target and prediction (…, n), loss (…).
 *
 * @param reduction the reduction of the losses to one number; {@code sum_over_batch_size} by
 *     default
 * @param name the name in logs and histories; {@code mean_absolute_error} by default
 * @param dtype the element type of the computation; {@code float32} by default
 * @see <a href="https://keras.io/api/losses/regression_losses/#meanabsoluteerror-class">Keras:
 *     MeanAbsoluteError</a>
 */
@Setters
public record MeanAbsoluteError(Reduction reduction, String name, String dtype)
    implements LossFunction, MeanAbsoluteErrorSetters {
  /** The loss with Keras' default arguments. */
  public static final MeanAbsoluteError DEFAULTS =
      new MeanAbsoluteError(Reduction.SUM_OVER_BATCH_SIZE, "mean_absolute_error", "float32");

  @Override
  public Value compute(LossCall call, Value target, Value prediction) {
    return LastAxis.mean(call, target, prediction, (ops, t, p) -> ops.abs(ops.sub(t, p)));
  }
}
