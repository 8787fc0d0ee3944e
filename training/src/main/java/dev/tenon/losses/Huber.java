package dev.tenon.losses;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;

/**
 * The Huber loss: quadratic for small differences and linear for large ones.
 *
 * <p>Target and prediction (…, n), loss (…).
 *
 * <p>{@code x² / 2} where {@code |x| <= delta}, else {@code delta |x| - delta² / 2}, with {@code x
 * = prediction - target}; the mean over the last axis.
 *
 * @param delta the largest difference of the quadratic part; 1 by default
 * @param reduction the reduction of the losses to one number; {@code sum_over_batch_size} by
 *     default
 * @param name the name in logs and histories; {@code huber_loss} by default
 * @param dtype the element type of the computation; {@code float32} by default
 * @see <a href="https://keras.io/api/losses/regression_losses/#huber-class">Keras: Huber</a>
 */
@Setters
public record Huber(double delta, Reduction reduction, String name, String dtype)
    implements LossFunction, HuberSetters {
  /** The loss with Keras' default arguments. */
  public static final Huber DEFAULTS =
      new Huber(1, Reduction.SUM_OVER_BATCH_SIZE, "huber_loss", "float32");

  @Override
  public Value compute(LossCall call, Value target, Value prediction) {
    return LastAxis.mean(
        call,
        target,
        prediction,
        (ops, t, p) -> {
          Value error = ops.sub(p, t);
          Value size = ops.abs(error);
          return ops.where(
              ops.lessOrEqual(size, ops.scalar(size, delta)),
              ops.mul(LastAxis.square(ops, error), 0.5),
              ops.sub(ops.mul(size, delta), 0.5 * delta * delta));
        });
  }
}
