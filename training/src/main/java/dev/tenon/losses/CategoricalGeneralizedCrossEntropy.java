package dev.tenon.losses;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * The generalized crossentropy, which is robust to wrong labels: {@code (1 - p^q) / q} for the
 * probability {@code p} of the true class.
 *
 * <p>Target (…) with class indices, prediction (…, classes) with probabilities, loss (…).
 *
 * @param q the exponent, more than 0 (near crossentropy) and less than 1 (near mean absolute
 *     error); 0.5 by default
 * @param reduction the reduction of the losses to one number; {@code sum_over_batch_size} by
 *     default
 * @param name the name in logs and histories; {@code categorical_generalized_cross_entropy} by
 *     default
 * @param dtype the element type of the computation; {@code float32} by default
 * @see <a
 *     href="https://keras.io/api/losses/probabilistic_losses/#categoricalgeneralizedcrossentropy-class">Keras:
 *     CategoricalGeneralizedCrossEntropy</a>
 * @see <a href="https://arxiv.org/abs/1805.07836">Zhang and Sabuncu, 2018</a>
 */
@Setters
public record CategoricalGeneralizedCrossEntropy(
    double q, Reduction reduction, String name, String dtype)
    implements LossFunction, CategoricalGeneralizedCrossEntropySetters {
  /** The loss with Keras' default arguments. */
  public static final CategoricalGeneralizedCrossEntropy DEFAULTS =
      new CategoricalGeneralizedCrossEntropy(
          0.5, Reduction.SUM_OVER_BATCH_SIZE, "categorical_generalized_cross_entropy", "float32");

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if {@code q} is not more than 0 and less than 1
   */
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
