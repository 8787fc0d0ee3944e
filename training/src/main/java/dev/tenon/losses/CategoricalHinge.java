package dev.tenon.losses;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * The categorical hinge loss: {@code max(max((1 - target) prediction) - sum(target prediction) + 1,
 * 0)} over the last axis.
 *
 * <p>Target (…, classes) with one-hot rows, prediction (…, classes), loss (…).
 *
 * @param reduction the reduction of the losses to one number; {@code sum_over_batch_size} by
 *     default
 * @param name the name in logs and histories; {@code categorical_hinge} by default
 * @param dtype the element type of the computation; {@code float32} by default
 * @see <a href="https://keras.io/api/losses/hinge_losses/#categoricalhinge-class">Keras:
 *     CategoricalHinge</a>
 */
@Setters
public record CategoricalHinge(Reduction reduction, String name, String dtype)
    implements LossFunction, CategoricalHingeSetters {
  /** The loss with Keras' default arguments. */
  public static final CategoricalHinge DEFAULTS =
      new CategoricalHinge(Reduction.SUM_OVER_BATCH_SIZE, "categorical_hinge", "float32");

  @Override
  public Value compute(LossCall call, Value target, Value prediction) {
    Ops ops = call.ops();
    Value t = ops.cast(target, prediction.dtype());
    Value right = ops.reduceSum(ops.mul(t, prediction), false, -1);
    Value wrong = ops.reduceMax(ops.mul(ops.sub(1, t), prediction), false, -1);
    return ops.max(ops.add(ops.sub(wrong, right), 1), 0);
  }
}
