package dev.tenon.losses;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;

/**
 * The mean squared error: {@code mean((target - prediction)²)} over the last axis.
 *
 * <p>Target and prediction (…, n), loss (…).
 *
 * @param reduction the reduction of the losses to one number; {@code sum_over_batch_size} by
 *     default
 * @param name the name in logs and histories; {@code mean_squared_error} by default
 * @param dtype the element type of the computation; {@code float32} by default
 * @see <a href="https://keras.io/api/losses/regression_losses/#meansquarederror-class">Keras:
 *     MeanSquaredError</a>
 */
@Setters
public record MeanSquaredError(Reduction reduction, String name, String dtype)
    implements LossFunction, MeanSquaredErrorSetters {
  /** The loss with Keras' default arguments. */
  public static final MeanSquaredError DEFAULTS =
      new MeanSquaredError(Reduction.SUM_OVER_BATCH_SIZE, "mean_squared_error", "float32");

  @Override
  public Value compute(LossCall call, Value target, Value prediction) {
    return LastAxis.mean(
        call, target, prediction, (ops, t, p) -> LastAxis.square(ops, ops.sub(t, p)));
  }
}
