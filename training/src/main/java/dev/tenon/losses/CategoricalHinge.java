package dev.tenon.losses;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * How far the right class is from leading the best wrong one by 1.
 *
 * <p>Target (…, classes) with a 1 at the right class and 0 elsewhere, prediction (…, classes), loss
 * (…).
 *
 * @param reduction how the losses become one number
 * @param name under which name the loss is reported
 * @param dtype the type in which it is computed
 * @see <a href="https://keras.io/api/losses/hinge_losses/#categoricalhinge-class">Keras:
 *     CategoricalHinge</a>
 */
@Setters
public record CategoricalHinge(Reduction reduction, String name, String dtype)
    implements LossFunction, CategoricalHingeSetters {
  /** Keras' defaults. */
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
