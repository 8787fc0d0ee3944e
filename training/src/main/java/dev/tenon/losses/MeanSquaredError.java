package dev.tenon.losses;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;

/**
 * The mean of the squares of the differences.
 *
 * <p>Target and prediction (…, n), loss (…).
 *
 * @param reduction how the losses become one number
 * @param name under which name the loss is reported
 * @param dtype the type in which it is computed
 * @see <a href="https://keras.io/api/losses/regression_losses/#meansquarederror-class">Keras:
 *     MeanSquaredError</a>
 */
@Setters
public record MeanSquaredError(Reduction reduction, String name, String dtype)
    implements LossFunction, MeanSquaredErrorSetters {
  /** Keras' defaults. */
  public static final MeanSquaredError DEFAULTS =
      new MeanSquaredError(Reduction.SUM_OVER_BATCH_SIZE, "mean_squared_error", "float32");

  @Override
  public Value compute(LossCall call, Value target, Value prediction) {
    return LastAxis.mean(
        call, target, prediction, (ops, t, p) -> LastAxis.square(ops, ops.sub(t, p)));
  }
}
