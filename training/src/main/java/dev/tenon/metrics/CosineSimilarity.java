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
 * @param axis along which axis
 * @param name under which name the metric is reported
 * @see <a href="https://keras.io/api/metrics/regression_metrics/#cosinesimilarity-class">Keras:
 *     CosineSimilarity</a>
 */
@Setters
public record CosineSimilarity(long axis, String name)
    implements MeanMetric, CosineSimilaritySetters {
  /** Keras' defaults. */
  public static final CosineSimilarity DEFAULTS = new CosineSimilarity(-1, "cosine_similarity");

  @Override
  public Value values(LossCall call, Value target, Value prediction) {
    Value negative = Losses.cosineSimilarity().axis(axis).compute(call, target, prediction);
    return call.ops().neg(negative);
  }
}
