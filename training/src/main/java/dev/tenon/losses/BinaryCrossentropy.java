package dev.tenon.losses;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * The crossentropy of binary labels: {@code -mean(target log(p) + (1 - target) log(1 - p))} over
 * {@code axis}.
 *
 * <p>Target and prediction (…, labels), loss (…). The input of a Sigmoid that produces the
 * prediction is used instead of its output. Other probabilities are limited to [1e-7, 1 - 1e-7].
 *
 * @param fromLogits whether predictions are logits; false for probabilities, the default
 * @param labelSmoothing the part of each target that moves to 0.5, from 0 to 1; 0 by default
 * @param axis the axis of the mean; -1 by default
 * @param reduction the reduction of the losses to one number; {@code sum_over_batch_size} by
 *     default
 * @param name the name in logs and histories; {@code binary_crossentropy} by default
 * @param dtype the element type of the computation; {@code float32} by default
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
  /** The loss with Keras' default arguments. */
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
