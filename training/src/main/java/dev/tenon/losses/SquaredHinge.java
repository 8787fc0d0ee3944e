package dev.tenon.losses;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;

/**
 * The mean of the squares of how far predictions are from the right side of a margin.
 *
 * <p>Target (…, n) with −1 and 1, or 0 and 1; prediction (…, n); loss (…).
 *
 * @param reduction how the losses become one number
 * @param name under which name the loss is reported
 * @param dtype the type in which it is computed
 * @see <a href="https://keras.io/api/losses/hinge_losses/#squaredhinge-class">Keras:
 *     SquaredHinge</a>
 */
@Setters
public record SquaredHinge(Reduction reduction, String name, String dtype)
    implements LossFunction, SquaredHingeSetters {
  /** Keras' defaults. */
  public static final SquaredHinge DEFAULTS =
      new SquaredHinge(Reduction.SUM_OVER_BATCH_SIZE, "squared_hinge", "float32");

  @Override
  public Value compute(LossCall call, Value target, Value prediction) {
    Value missed = HingeTerms.missed(call, target, prediction);
    return call.ops().reduceMean(LastAxis.square(call.ops(), missed), false, -1);
  }
}
