package dev.tenon.losses;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;

/**
 * The squared hinge loss: {@code mean(max(1 - target prediction, 0)²)} over the last axis.
 *
 * <p>Target (…, n) with −1 and 1, or with 0 and 1, which become −1 and 1; prediction (…, n); loss
 * (…).
 *
 * @param reduction the reduction of the losses to one number; {@code sum_over_batch_size} by
 *     default
 * @param name the name in logs and histories; {@code squared_hinge} by default
 * @param dtype the element type of the computation; {@code float32} by default
 * @see <a href="https://keras.io/api/losses/hinge_losses/#squaredhinge-class">Keras:
 *     SquaredHinge</a>
 */
@Setters
public record SquaredHinge(Reduction reduction, String name, String dtype)
    implements LossFunction, SquaredHingeSetters {
  /** The loss with Keras' default arguments. */
  public static final SquaredHinge DEFAULTS =
      new SquaredHinge(Reduction.SUM_OVER_BATCH_SIZE, "squared_hinge", "float32");

  @Override
  public Value compute(LossCall call, Value target, Value prediction) {
    Value missed = HingeTerms.missed(call, target, prediction);
    return call.ops().reduceMean(LastAxis.square(call.ops(), missed), false, -1);
  }
}
