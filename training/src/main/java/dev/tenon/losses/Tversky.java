package dev.tenon.losses;

import dev.tenon.config.Config;
import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Ops;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One minus the Tversky index of two regions, which weighs what is missed and what is too much.
 *
 * <p>Target and prediction of the same shape; loss: what is left beside the axes, a scalar without
 * them.
 *
 * @param alpha the weight of what the target has and the prediction has not
 * @param beta the weight of what the prediction has and the target has not
 * @param reduction how the losses become one number
 * @param name under which name the loss is reported
 * @param axis over which axes regions are summed; null for all
 * @param dtype the type in which it is computed
 * @see <a href="https://keras.io/api/losses/regression_losses/#tversky-class">Keras: Tversky</a>
 */
@Setters
public record Tversky(
    double alpha,
    double beta,
    Reduction reduction,
    String name,
    @Nullable List<Long> axis,
    String dtype)
    implements LossFunction, TverskySetters {
  /** Keras' defaults. */
  public static final Tversky DEFAULTS =
      new Tversky(0.5, 0.5, Reduction.SUM_OVER_BATCH_SIZE, "tversky", null, "float32");

  @Override
  public Value compute(LossCall call, Value target, Value prediction) {
    Ops ops = call.ops();
    Value t = ops.cast(target, prediction.dtype());
    Value overlap = Regions.sum(ops, ops.mul(t, prediction), axis);
    Value missed = Regions.sum(ops, ops.mul(ops.sub(1, prediction), t), axis);
    Value extra = Regions.sum(ops, ops.mul(prediction, ops.sub(1, t)), axis);
    Value all = ops.add(overlap, ops.add(ops.mul(missed, alpha), ops.mul(extra, beta)));
    return ops.sub(1, ops.div(overlap, ops.add(all, Config.epsilon())));
  }
}
