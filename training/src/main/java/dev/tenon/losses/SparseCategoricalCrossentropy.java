package dev.tenon.losses;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * The crossentropy of class indices: {@code -log(p[target])}.
 *
 * <p>Target (…) or (…, 1), prediction (…, classes), loss (…). The input of a Softmax that produces
 * the prediction is used instead of its output. A class index out of range stops the run, as in
 * Keras on a CPU.
 *
 * @param fromLogits whether predictions are logits; false for probabilities, the default
 * @param ignoreClass the class whose elements do not count; null for none, the default
 * @param reduction the reduction of the losses to one number; {@code sum_over_batch_size} by
 *     default
 * @param axis the axis of the classes, which must be the last one; -1 by default
 * @param name the name in logs and histories; {@code sparse_categorical_crossentropy} by default
 * @param dtype the element type of the computation; {@code float32} by default
 * @see <a
 *     href="https://keras.io/api/losses/probabilistic_losses/#sparsecategoricalcrossentropy-class">Keras:
 *     SparseCategoricalCrossentropy</a>
 */
@Setters
public record SparseCategoricalCrossentropy(
    boolean fromLogits,
    @Nullable Long ignoreClass,
    Reduction reduction,
    long axis,
    String name,
    String dtype)
    implements LossFunction, SparseCategoricalCrossentropySetters {
  /** The loss with Keras' default arguments. */
  public static final SparseCategoricalCrossentropy DEFAULTS =
      new SparseCategoricalCrossentropy(
          false,
          null,
          Reduction.SUM_OVER_BATCH_SIZE,
          -1,
          "sparse_categorical_crossentropy",
          "float32");

  @Override
  public Value compute(LossCall call, Value target, Value prediction) {
    Ops ops = call.ops();
    if (axis != -1 && axis != prediction.rank() - 1) {
      throw new IllegalArgumentException(
          "SparseCategoricalCrossentropy: axis must be the last one of the prediction, as in"
              + " Keras' TensorFlow backend; it is "
              + axis
              + " of "
              + prediction.type());
    }
    boolean column = target.rank() == prediction.rank() && target.shape().length(-1) == 1;
    Value classes = column ? ops.squeeze(target, -1) : target;
    if (classes.rank() != prediction.rank() - 1) {
      throw new IllegalArgumentException(
          "SparseCategoricalCrossentropy: the target must have one axis less than the prediction"
              + " or a last axis of length 1; target "
              + target.type()
              + ", prediction "
              + prediction.type());
    }
    if (ignoreClass == null) {
      return ClassNumbers.crossentropy(call, classes, prediction, fromLogits);
    }
    Value counted = ops.not(ops.equal(classes, ops.scalar(classes, ignoreClass)));
    Value known = ops.where(counted, classes, ops.scalar(classes, 0));
    Value filled = ops.where(ops.unsqueeze(counted, -1), prediction, ops.scalar(prediction, 0));
    Value each = ClassNumbers.crossentropy(call, known, filled, fromLogits);
    Value result = ops.where(counted, each, ops.scalar(each, 0));
    call.mask(counted);
    return result;
  }
}
