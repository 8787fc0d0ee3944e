package dev.tenon.losses;

import dev.tenon.config.Config;
import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Ops;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One minus the Dice coefficient of two regions: twice the overlap over the sum of both.
 *
 * <p>Target and prediction of the same shape; loss: what is left beside the axes, a scalar without
 * them.
 *
 * @param reduction how the losses become one number
 * @param name under which name the loss is reported
 * @param axis over which axes regions are summed; null for all
 * @param dtype the type in which it is computed
 * @see <a href="https://keras.io/api/losses/regression_losses/#dice-class">Keras: Dice</a>
 */
@Setters
public record Dice(Reduction reduction, String name, @Nullable List<Long> axis, String dtype)
    implements LossFunction, DiceSetters {
  /** Keras' defaults. */
  public static final Dice DEFAULTS =
      new Dice(Reduction.SUM_OVER_BATCH_SIZE, "dice", null, "float32");

  @Override
  public Value compute(LossCall call, Value target, Value prediction) {
    Ops ops = call.ops();
    Value t = ops.cast(target, prediction.dtype());
    Value overlap = Regions.sum(ops, ops.mul(t, prediction), axis);
    Value both = ops.add(Regions.sum(ops, t, axis), Regions.sum(ops, prediction, axis));
    return ops.sub(1, ops.div(ops.mul(overlap, 2), ops.add(both, Config.epsilon())));
  }
}
