package dev.tenon.losses;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;

/**
 * The crossentropy of targets that give a share to each class.
 *
 * <p>Target and prediction (…, classes), loss (…). Logits behind a Softmax are used where there is
 * one.
 *
 * <p>Where the shares of a target do not add up to 1, the gradient with respect to logits is that
 * of the loss, softmax × sum − target; TensorFlow's kernel, which Keras calls, leaves out the sum.
 *
 * @param fromLogits whether predictions are logits rather than probabilities
 * @param labelSmoothing between 0 and 1: how much of the targets is spread over all classes
 * @param axis the axis of the classes
 * @param reduction how the losses become one number
 * @param name under which name the loss is reported
 * @param dtype the type in which it is computed
 * @see <a
 *     href="https://keras.io/api/losses/probabilistic_losses/#categoricalcrossentropy-class">Keras:
 *     CategoricalCrossentropy</a>
 */
@Setters
public record CategoricalCrossentropy(
    boolean fromLogits,
    double labelSmoothing,
    long axis,
    Reduction reduction,
    String name,
    String dtype)
    implements LossFunction, CategoricalCrossentropySetters {
  /** Keras' defaults. */
  public static final CategoricalCrossentropy DEFAULTS =
      new CategoricalCrossentropy(
          false, 0, -1, Reduction.SUM_OVER_BATCH_SIZE, "categorical_crossentropy", "float32");

  @Override
  public Value compute(LossCall call, Value target, Value prediction) {
    if (target.rank() != prediction.rank()) {
      throw new IllegalArgumentException(
          "each target must be a row of shares, as toCategorical makes it; for the numbers of"
              + " classes use sparse_categorical_crossentropy");
    }
    Ops ops = call.ops();
    Value t = Logits.smoothed(ops, ops.cast(target, prediction.dtype()), labelSmoothing);
    Value logits = Logits.of(call, prediction, fromLogits);
    if (logits == null) {
      Value log = ops.log(Logits.shares(ops, prediction, axis));
      return ops.neg(ops.reduceSum(ops.mul(t, log), false, axis));
    }
    Value log = ops.apply(new Activations.LogSoftmax(axis), logits);
    // A class that no target has may have the probability 0.
    Value zero = ops.scalar(t, 0);
    Value products = ops.where(ops.equal(t, zero), zero, ops.mul(t, log));
    return ops.neg(ops.reduceSum(products, false, axis));
  }
}
