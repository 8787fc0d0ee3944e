package dev.tenon.losses;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;

/**
 * The crossentropy of one-hot or probability targets: {@code -sum(target log(p))} over the classes.
 *
 * <p>Target and prediction (…, classes), loss (…). The input of a Softmax that produces the
 * prediction is used instead of its output. Other probabilities are normalized and limited to
 * [1e-7, 1 - 1e-7].
 *
 * <p>Where a target does not add up to 1, the gradient with respect to logits is exact: softmax ×
 * sum − target. TensorFlow's kernel, which Keras calls, leaves out the sum.
 *
 * @param fromLogits whether predictions are logits; false for probabilities, the default
 * @param labelSmoothing the part of each target that is spread over all classes, from 0 to 1; 0 by
 *     default
 * @param axis the axis of the classes; -1 by default
 * @param reduction the reduction of the losses to one number; {@code sum_over_batch_size} by
 *     default
 * @param name the name in logs and histories; {@code categorical_crossentropy} by default
 * @param dtype the element type of the computation; {@code float32} by default
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
  /** The loss with Keras' default arguments. */
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
