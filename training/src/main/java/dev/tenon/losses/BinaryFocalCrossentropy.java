package dev.tenon.losses;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * The crossentropy of yes-or-no labels in which what is predicted well counts less.
 *
 * <p>Target and prediction (…, labels), loss (…).
 *
 * @param applyClassBalancing whether the two classes are weighted by alpha
 * @param alpha the weight of class 1; class 0 has the rest
 * @param gamma how much less a good prediction counts; 0 for not
 * @param fromLogits whether predictions are logits rather than probabilities
 * @param labelSmoothing between 0 and 1: how much of the targets is spread over all classes
 * @param axis the axis over which the mean is taken
 * @param reduction how the losses become one number
 * @param name under which name the loss is reported
 * @param dtype the type in which it is computed
 * @see <a
 *     href="https://keras.io/api/losses/probabilistic_losses/#binaryfocalcrossentropy-class">Keras:
 *     BinaryFocalCrossentropy</a>
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
  /** Keras' defaults. */
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
