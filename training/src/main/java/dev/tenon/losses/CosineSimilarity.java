package dev.tenon.losses;

import dev.tenon.internal.operators.SameRank;
import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * The negative cosine similarity: {@code -sum(target prediction / (|target| |prediction|))}, from
 * −1 for equal directions to 1.
 *
 * <p>Target and prediction (…, n), loss (…). A vector of length 0 gives 0.
 *
 * @param axis the axis of the vectors; -1 by default
 * @param reduction the reduction of the losses to one number; {@code sum_over_batch_size} by
 *     default
 * @param name the name in logs and histories; {@code cosine_similarity} by default
 * @param dtype the element type of the computation; {@code float32} by default
 * @see <a href="https://keras.io/api/losses/regression_losses/#cosinesimilarity-class">Keras:
 *     CosineSimilarity</a>
 */
@Setters
public record CosineSimilarity(long axis, Reduction reduction, String name, String dtype)
    implements LossFunction, CosineSimilaritySetters {
  /** The loss with Keras' default arguments. */
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
