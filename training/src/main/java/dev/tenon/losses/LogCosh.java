package dev.tenon.losses;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;

/**
 * The logarithm of the hyperbolic cosine of the differences: a square near 0, a line far from it.
 *
 * <p>Target and prediction (…, n), loss (…).
 *
 * @param reduction how the losses become one number
 * @param name under which name the loss is reported
 * @param dtype the type in which it is computed
 * @see <a href="https://keras.io/api/losses/regression_losses/#logcosh-class">Keras: LogCosh</a>
 */
@Setters
public record LogCosh(Reduction reduction, String name, String dtype)
    implements LossFunction, LogCoshSetters {
  /** Keras' defaults. */
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
