package dev.tenon.losses;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;

/**
 * The log-cosh loss: {@code mean(log(cosh(prediction - target)))} over the last axis.
 *
 * <p>Target and prediction (…, n), loss (…).
 *
 * <p>It is near {@code x² / 2} for small differences {@code x} and near {@code |x| - log 2} for
 * large ones.
 *
 * @param reduction the reduction of the losses to one number; {@code sum_over_batch_size} by
 *     default
 * @param name the name in logs and histories; {@code log_cosh} by default
 * @param dtype the element type of the computation; {@code float32} by default
 * @see <a href="https://keras.io/api/losses/regression_losses/#logcosh-class">Keras: LogCosh</a>
 */
@Setters
public record LogCosh(Reduction reduction, String name, String dtype)
    implements LossFunction, LogCoshSetters {
  /** The loss with Keras' default arguments. */
  public static final LogCosh DEFAULTS =
      new LogCosh(Reduction.SUM_OVER_BATCH_SIZE, "log_cosh", "float32");

  @Override
  public Value compute(LossCall call, Value target, Value prediction) {
    return LastAxis.mean(
        call,
        target,
        prediction,
        (ops, t, p) -> {
          Value error = ops.sub(p, t);
          Value curve = ops.apply(new Unary.Softplus(), ops.mul(error, -2));
          return ops.sub(ops.add(error, curve), Math.log(2));
        });
  }
}
