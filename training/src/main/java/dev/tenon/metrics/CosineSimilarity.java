package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import dev.tenon.losses.LossCall;
import dev.tenon.losses.Losses;

/**
 * The cosine of the angle between target and prediction: 1 where they point the same way.
 *
 * <p>Target and prediction (…, n).
 *
 * @param name under which name the metric is reported
 * @param dtype the type in which its sums are kept; they are computed in float32
 * @param axis along which axis
 * @see <a href="https://keras.io/api/metrics/regression_metrics/#cosinesimilarity-class">Keras:
 *     CosineSimilarity</a>
 */
@Setters
public record CosineSimilarity(String name, String dtype, long axis)
    implements MeanMetric, CosineSimilaritySetters {
  /** Keras' defaults. */
  public static final CosineSimilarity DEFAULTS =
      new CosineSimilarity("cosine_similarity", "float32", -1);

  @Override
  public Value values(LossCall call, Value target, Value prediction) {
    Value negative = Losses.cosineSimilarity().axis(axis).compute(call, target, prediction);
    return call.ops().neg(negative);
  }
}
