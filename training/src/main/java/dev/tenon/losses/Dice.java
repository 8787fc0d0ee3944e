package dev.tenon.losses;

import dev.tenon.config.Config;
import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Dice loss: {@code 1 - 2 sum(t p) / (sum(t) + sum(p) + 1e-7)}.
 *
 * <p>Target and prediction of the same shape; the loss has the axes that are not summed and is a
 * scalar by default.
 *
 * @param reduction the reduction of the losses to one number; {@code sum_over_batch_size} by
 *     default
 * @param name the name in logs and histories; {@code dice} by default
 * @param axis the axes of the sums; null for all axes, the default
 * @param dtype the element type of the computation; {@code float32} by default
 * @see <a href="https://keras.io/api/losses/regression_losses/#dice-class">Keras: Dice</a>
 */
@Setters
public record Dice(Reduction reduction, String name, @Nullable List<Long> axis, String dtype)
    implements LossFunction, DiceSetters {
  /** The loss with Keras' default arguments. */
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
