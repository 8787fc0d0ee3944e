package dev.tenon.losses;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * The crossentropy of targets that are the number of a class.
 *
 * <p>Target (…) or (…, 1), prediction (…, classes), loss (…). Logits behind a Softmax are used
 * where there is one. A number that is no class stops the run, as in Keras on a CPU.
 *
 * @param fromLogits whether predictions are logits rather than probabilities
 * @param ignoreClass the class whose elements do not count; null for none
 * @param reduction how the losses become one number
 * @param axis the axis of the classes: the last one
 * @param name under which name the loss is reported
 * @param dtype the type in which it is computed
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
  /** Keras' defaults. */
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
