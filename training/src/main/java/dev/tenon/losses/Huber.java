package dev.tenon.losses;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;

/**
 * Half the square of small differences, and a line for large ones.
 *
 * <p>Target and prediction (…, n), loss (…).
 *
 * @param delta up to which difference it is the square
 * @param reduction how the losses become one number
 * @param name under which name the loss is reported
 * @param dtype the type in which it is computed
 * @see <a href="https://keras.io/api/losses/regression_losses/#huber-class">Keras: Huber</a>
 */
@Setters
public record Huber(double delta, Reduction reduction, String name, String dtype)
    implements LossFunction, HuberSetters {
  /** Keras' defaults. */
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
