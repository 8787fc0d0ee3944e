package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * The F-beta score of precision and recall: {@code (1 + beta²) P R / (beta² P + R)}.
 *
 * <p>Target and prediction (batch, classes).
 *
 * @param average the average over classes: {@code micro}, {@code macro} or {@code weighted}; null
 *     for a value for each class, the default
 * @param beta the weight of recall over precision, more than 0; 1 by default
 * @param threshold the value, more than 0 and at most 1, above which a prediction is positive; null
 *     for the largest prediction only, the default
 * @param name the name in logs and histories; {@code fbeta_score} by default
 * @param dtype the element type of the variables; the computation is in float32; {@code float32} by
 *     default
 * @see <a href="https://keras.io/api/metrics/f_score_metrics/#fbetascore-class">Keras:
 *     FBetaScore</a>
 */
@Setters
public record FBetaScore(
    @Nullable String average, double beta, @Nullable Double threshold, String name, String dtype)
    implements Metric, FBetaScoreSetters {
  /** The metric with Keras' default arguments. */
  public static final FBetaScore DEFAULTS = new FBetaScore(null, 1, null, "fbeta_score", "float32");

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if {@code average} is unknown, or {@code beta} or {@code
   *     threshold} is out of range
   */
  public FBetaScore {
    FScores.check(average, beta, threshold);
  }

  @Override
  public void update(MetricState state, Value target, Value prediction, @Nullable Value weights) {
    FScores.update(state, target, prediction, weights, average, threshold);
  }

  @Override
  public Value result(MetricState state) {
    return FScores.result(state, average, beta);
  }
}
