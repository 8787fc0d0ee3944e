package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * A mean of precision and recall in which recall counts beta times as much.
 *
 * <p>Target and prediction (batch, classes).
 *
 * @param average {@code micro}, {@code macro} or {@code weighted}: what is made of the classes;
 *     null for a number for each
 * @param beta how much more recall counts, more than 0
 * @param threshold above which a prediction stands for yes; null for the largest one only
 * @param name under which name the metric is reported
 * @param dtype the type in which its sums are kept; they are computed in float32
 * @see <a href="https://keras.io/api/metrics/f_score_metrics/#fbetascore-class">Keras:
 *     FBetaScore</a>
 */
@Setters
public record FBetaScore(
    @Nullable String average, double beta, @Nullable Double threshold, String name, String dtype)
    implements Metric, FBetaScoreSetters {
  /** Keras' defaults. */
  public static final FBetaScore DEFAULTS = new FBetaScore(null, 1, null, "fbeta_score", "float32");

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
