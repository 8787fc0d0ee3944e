package dev.tenon.losses;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * The focal crossentropy of one-hot targets, which gives well-predicted classes less weight.
 *
 * <p>{@code -sum(target alpha (1 - p)^gamma log(p))} over the classes, where {@code p} are the
 * probabilities, normalized and limited to [1e-7, 1 - 1e-7].
 *
 * <p>Target and prediction (…, classes), loss (…).
 *
 * @param alpha the factor of all losses; 0.25 by default
 * @param gamma the exponent of the focus; 0 turns it off; 2 by default
 * @param fromLogits whether predictions are logits; false for probabilities, the default
 * @param labelSmoothing the part of each target that is spread over all classes, from 0 to 1; 0 by
 *     default
 * @param axis the axis of the classes; -1 by default
 * @param reduction the reduction of the losses to one number; {@code sum_over_batch_size} by
 *     default
 * @param name the name in logs and histories; {@code categorical_focal_crossentropy} by default
 * @param dtype the element type of the computation; {@code float32} by default
 * @see <a
 *     href="https://keras.io/api/losses/probabilistic_losses/#categoricalfocalcrossentropy-class">Keras:
 *     CategoricalFocalCrossentropy</a>
 * @see <a href="https://arxiv.org/abs/1708.02002">Lin et al., 2018</a>
 */
@Setters
public record CategoricalFocalCrossentropy(
    double alpha,
    double gamma,
    boolean fromLogits,
    double labelSmoothing,
    long axis,
    Reduction reduction,
    String name,
    String dtype)
    implements LossFunction, CategoricalFocalCrossentropySetters {
  /** The loss with Keras' default arguments. */
  public static final CategoricalFocalCrossentropy DEFAULTS =
      new CategoricalFocalCrossentropy(
          0.25,
          2,
          false,
          0,
          -1,
          Reduction.SUM_OVER_BATCH_SIZE,
          "categorical_focal_crossentropy",
          "float32");

  @Override
  public Value compute(LossCall call, Value target, Value prediction) {
    Ops ops = call.ops();
    Value t = Logits.smoothed(ops, ops.cast(target, prediction.dtype()), labelSmoothing);
    Value p = fromLogits ? ops.softmax(prediction, Math.toIntExact(axis)) : prediction;
    Value shares = Logits.shares(ops, p, axis);
    Value crossentropy = ops.mul(ops.neg(t), ops.log(shares));
    Value focus = ops.pow(ops.sub(1, shares), ops.scalar(p, gamma));
    return ops.reduceSum(ops.mul(ops.mul(focus, alpha), crossentropy), false, axis);
  }
}
