package dev.tenon.losses;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;

/**
 * The mean of how far predictions are from the right side of a margin.
 *
 * <p>Target (…, n) with −1 and 1, or 0 and 1; prediction (…, n); loss (…).
 *
 * @param reduction how the losses become one number
 * @param name under which name the loss is reported
 * @param dtype the type in which it is computed
 * @see <a href="https://keras.io/api/losses/hinge_losses/#hinge-class">Keras: Hinge</a>
 */
@Setters
public record Hinge(Reduction reduction, String name, String dtype)
    implements LossFunction, HingeSetters {
  /** Keras' defaults. */
  public static final Hinge DEFAULTS = new Hinge(Reduction.SUM_OVER_BATCH_SIZE, "hinge", "float32");

  @Override
  public Value compute(LossCall call, Value target, Value prediction) {
    return call.ops().reduceMean(HingeTerms.missed(call, target, prediction), false, -1);
  }
}
