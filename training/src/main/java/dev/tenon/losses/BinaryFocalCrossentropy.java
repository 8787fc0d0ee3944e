package dev.tenon.losses;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * The focal crossentropy of binary labels, which gives well-predicted labels less weight.
 *
 * <p>{@code -(1 - q)^gamma log(q)} where {@code q} is the probability of the true label: {@code p}
 * for label 1 and {@code 1 - p} for label 0. The loss is the mean over {@code axis}.
 *
 * <p>Target and prediction (…, labels), loss (…).
 *
 * @param applyClassBalancing whether the two classes are weighted by {@code alpha}; false by
 *     default
 * @param alpha the weight of class 1; class 0 has {@code 1 - alpha}; 0.25 by default
 * @param gamma the exponent of the focus; 0 turns it off; 2 by default
 * @param fromLogits whether predictions are logits; false for probabilities, the default
 * @param labelSmoothing the part of each target that moves to 0.5, from 0 to 1; 0 by default
 * @param axis the axis of the mean; -1 by default
 * @param reduction the reduction of the losses to one number; {@code sum_over_batch_size} by
 *     default
 * @param name the name in logs and histories; {@code binary_focal_crossentropy} by default
 * @param dtype the element type of the computation; {@code float32} by default
 * @see <a
 *     href="https://keras.io/api/losses/probabilistic_losses/#binaryfocalcrossentropy-class">Keras:
 *     BinaryFocalCrossentropy</a>
 * @see <a href="https://arxiv.org/abs/1708.02002">Lin et al., 2018</a>
 */
@Setters
public record BinaryFocalCrossentropy(
    boolean applyClassBalancing,
    double alpha,
    double gamma,
    boolean fromLogits,
    double labelSmoothing,
    long axis,
    Reduction reduction,
    String name,
    String dtype)
    implements LossFunction, BinaryFocalCrossentropySetters {
  /** The loss with Keras' default arguments. */
  public static final BinaryFocalCrossentropy DEFAULTS =
      new BinaryFocalCrossentropy(
          false,
          0.25,
          2,
          false,
          0,
          -1,
          Reduction.SUM_OVER_BATCH_SIZE,
          "binary_focal_crossentropy",
          "float32");

  @Override
  public Value compute(LossCall call, Value target, Value prediction) {
    Ops ops = call.ops();
    Value t = Logits.smoothedBinary(ops, ops.cast(target, prediction.dtype()), labelSmoothing);
    Value logits = fromLogits ? prediction : Logits.of(call, prediction, false);
    Value p = fromLogits ? ops.sigmoid(prediction) : prediction;
    Value crossentropy = Logits.binary(ops, t, p, logits);
    Value right = ops.add(ops.mul(t, p), ops.mul(ops.sub(1, t), ops.sub(1, p)));
    Value focus = ops.pow(ops.sub(1, right), ops.scalar(p, gamma));
    Value focal = ops.mul(focus, crossentropy);
    if (applyClassBalancing) {
      Value weight = ops.add(ops.mul(t, alpha), ops.mul(ops.sub(1, t), 1 - alpha));
      focal = ops.mul(weight, focal);
    }
    return ops.reduceMean(focal, false, axis);
  }
}
