package dev.tenon.losses;

import dev.tenon.config.Config;
import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Tversky loss: one minus the overlap of two regions over a weighted sum of overlap, false
 * negatives and false positives.
 *
 * <p>Target and prediction of the same shape; the loss has the axes that are not summed and is a
 * scalar by default.
 *
 * <p>{@code 1 - TP / (TP + alpha FN + beta FP + 1e-7)} with {@code TP = sum(t p)}, {@code FN =
 * sum(t (1 - p))} and {@code FP = sum((1 - t) p)}.
 *
 * @param alpha the weight of false negatives; 0.5 by default
 * @param beta the weight of false positives; 0.5 by default
 * @param reduction the reduction of the losses to one number; {@code sum_over_batch_size} by
 *     default
 * @param name the name in logs and histories; {@code tversky} by default
 * @param axis the axes of the sums; null for all axes, the default
 * @param dtype the element type of the computation; {@code float32} by default
 * @see <a href="https://keras.io/api/losses/regression_losses/#tversky-class">Keras: Tversky</a>
 * @see <a href="https://arxiv.org/abs/1706.05721">Salehi et al., 2017</a>
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
  /** The loss with Keras' default arguments. */
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
