package dev.tenon.losses;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * The negative cosine of the angle between target and prediction: −1 where they point the same way.
 *
 * <p>Target and prediction (…, n), loss (…).
 *
 * @param axis along which axis the vectors lie
 * @param reduction how the losses become one number
 * @param name under which name the loss is reported
 * @param dtype the type in which it is computed
 * @see <a href="https://keras.io/api/losses/regression_losses/#cosinesimilarity-class">Keras:
 *     CosineSimilarity</a>
 */
@Setters
public record CosineSimilarity(long axis, Reduction reduction, String name, String dtype)
    implements LossFunction, CosineSimilaritySetters {
  /** Keras' defaults. */
  public static final CosineSimilarity DEFAULTS =
      new CosineSimilarity(-1, Reduction.SUM_OVER_BATCH_SIZE, "cosine_similarity", "float32");

  @Override
  public Value compute(LossCall call, Value target, Value prediction) {
    Ops ops = call.ops();
    SameRank same = SameRank.of(ops, ops.cast(target, prediction.dtype()), prediction);
    Value t = LastAxis.unit(ops, same.first(), axis);
    Value p = LastAxis.unit(ops, same.second(), axis);
    return ops.neg(ops.reduceSum(ops.mul(t, p), false, axis));
  }
}
