package dev.tenon.losses;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * The crossentropy of yes-or-no labels.
 *
 * <p>Target and prediction (…, labels), loss (…). Logits behind a Sigmoid are used where there is
 * one.
 *
 * @param fromLogits whether predictions are logits rather than probabilities
 * @param labelSmoothing between 0 and 1: how much of the targets is spread over all classes
 * @param axis the axis over which the mean is taken
 * @param reduction how the losses become one number
 * @param name under which name the loss is reported
 * @param dtype the type in which it is computed
 * @see <a href="https://keras.io/api/losses/probabilistic_losses/#binarycrossentropy-class">Keras:
 *     BinaryCrossentropy</a>
 */
@Setters
public record BinaryCrossentropy(
    boolean fromLogits,
    double labelSmoothing,
    long axis,
    Reduction reduction,
    String name,
    String dtype)
    implements LossFunction, BinaryCrossentropySetters {
  /** Keras' defaults. */
  public static final BinaryCrossentropy DEFAULTS =
      new BinaryCrossentropy(
          false, 0, -1, Reduction.SUM_OVER_BATCH_SIZE, "binary_crossentropy", "float32");

  @Override
  public Value compute(LossCall call, Value target, Value prediction) {
    Ops ops = call.ops();
    Value t = Logits.smoothedBinary(ops, ops.cast(target, prediction.dtype()), labelSmoothing);
    Value logits = Logits.of(call, prediction, fromLogits);
    return ops.reduceMean(Logits.binary(ops, t, prediction, logits), false, axis);
  }
}
