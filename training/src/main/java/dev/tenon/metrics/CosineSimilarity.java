package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import dev.tenon.losses.LossCall;
import dev.tenon.losses.Losses;

/**
 * The cosine similarity: {@code sum(target prediction / (|target| |prediction|))}, from −1 to 1 for
 * equal directions.
 *
 * <p>Target and prediction (…, n). A vector of length 0 gives 0.
 *
 * @param name the name in logs and histories; {@code cosine_similarity} by default
 * @param dtype the element type of the variables; the computation is in float32; {@code float32} by
 *     default
 * @param axis the axis of the vectors; -1 by default
 * @see <a href="https://keras.io/api/metrics/regression_metrics/#cosinesimilarity-class">Keras:
 *     CosineSimilarity</a>
 */
@Setters
public record CosineSimilarity(String name, String dtype, long axis)
    implements MeanMetric, CosineSimilaritySetters {
  /** The metric with Keras' default arguments. */
  public static final CosineSimilarity DEFAULTS =
      new CosineSimilarity("cosine_similarity", "float32", -1);

  @Override
  public Value values(LossCall call, Value target, Value prediction) {
    Value negative = Losses.cosineSimilarity().axis(axis).compute(call, target, prediction);
    return call.ops().neg(negative);
  }
}
