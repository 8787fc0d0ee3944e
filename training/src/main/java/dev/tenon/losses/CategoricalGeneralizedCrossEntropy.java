package dev.tenon.losses;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * A crossentropy that bears wrong labels: (1 − p^q) / q of the probability p of the target's class.
 *
 * <p>Target (…) with numbers of classes, prediction (…, classes) with probabilities, loss (…).
 *
 * @param q between 0 (crossentropy) and 1 (mean absolute error), neither included
 * @param reduction how the losses become one number
 * @param name under which name the loss is reported
 * @param dtype the type in which it is computed
 * @see <a
 *     href="https://keras.io/api/losses/probabilistic_losses/#categoricalgeneralizedcrossentropy-class">Keras:
 *     CategoricalGeneralizedCrossEntropy</a>
 */
@Setters
public record CategoricalGeneralizedCrossEntropy(
    double q, Reduction reduction, String name, String dtype)
    implements LossFunction, CategoricalGeneralizedCrossEntropySetters {
  /** Keras' defaults. */
  public static final CategoricalGeneralizedCrossEntropy DEFAULTS =
      new CategoricalGeneralizedCrossEntropy(
          0.5, Reduction.SUM_OVER_BATCH_SIZE, "categorical_generalized_cross_entropy", "float32");

  public CategoricalGeneralizedCrossEntropy {
    if (!(q > 0 && q < 1)) {
      throw new IllegalArgumentException("q must be between 0 and 1, received " + q);
    }
  }

  @Override
  public Value compute(LossCall call, Value target, Value prediction) {
    Ops ops = call.ops();
    Value chosen = ClassNumbers.oneHot(ops, target, prediction);
    Value p = ops.reduceSum(ops.mul(prediction, chosen), false, -1);
    return ops.div(ops.sub(1, ops.pow(p, ops.scalar(p, q))), q);
  }
}
