package dev.tenon.losses;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;

/**
 * The mean of the magnitudes of the differences.
 *
 * <p>Target and prediction (…, n), loss (…).
 *
 * @param reduction how the losses become one number
 * @param name under which name the loss is reported
 * @param dtype the type in which it is computed
 * @see <a href="https://keras.io/api/losses/regression_losses/#meanabsoluteerror-class">Keras:
 *     MeanAbsoluteError</a>
 */
@Setters
public record MeanAbsoluteError(Reduction reduction, String name, String dtype)
    implements LossFunction, MeanAbsoluteErrorSetters {
  /** Keras' defaults. */
  public static final MeanAbsoluteError DEFAULTS =
      new MeanAbsoluteError(Reduction.SUM_OVER_BATCH_SIZE, "mean_absolute_error", "float32");

  @Override
  public Value compute(LossCall call, Value target, Value prediction) {
    return LastAxis.mean(call, target, prediction, (ops, t, p) -> ops.abs(ops.sub(t, p)));
  }
}
