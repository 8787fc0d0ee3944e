package dev.tenon.losses;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * The crossentropy of targets that give a share to each class, in which what is predicted well
 * counts less.
 *
 * <p>Target and prediction (…, classes), loss (…).
 *
 * @param alpha what all losses are multiplied by
 * @param gamma how much less a good prediction counts; 0 for not
 * @param fromLogits whether predictions are logits rather than probabilities
 * @param labelSmoothing between 0 and 1: how much of the targets is spread over all classes
 * @param axis the axis of the classes
 * @param reduction how the losses become one number
 * @param name under which name the loss is reported
 * @param dtype the type in which it is computed
 * @see <a
 *     href="https://keras.io/api/losses/probabilistic_losses/#categoricalfocalcrossentropy-class">Keras:
 *     CategoricalFocalCrossentropy</a>
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
  /** Keras' defaults. */
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
