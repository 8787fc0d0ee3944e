package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * The harmonic mean of precision and recall.
 *
 * <p>Target and prediction (batch, classes).
 *
 * @param average {@code micro}, {@code macro} or {@code weighted}: what is made of the classes;
 *     null for a number for each
 * @param threshold above which a prediction stands for yes; null for the largest one only
 * @param name under which name the metric is reported
 * @param dtype the type in which its sums are kept; they are computed in float32
 * @see <a href="https://keras.io/api/metrics/f_score_metrics/#f1score-class">Keras: F1Score</a>
 */
@Setters
public record F1Score(
    @Nullable String average, @Nullable Double threshold, String name, String dtype)
    implements Metric, F1ScoreSetters {
  /** Keras' defaults. */
  public static final F1Score DEFAULTS = new F1Score(null, null, "f1_score", "float32");

  public F1Score {
    FScores.check(average, 1, threshold);
  }

  @Override
  public void update(MetricState state, Value target, Value prediction, @Nullable Value weights) {
    FScores.update(state, target, prediction, weights, average, threshold);
  }

  @Override
  public Value result(MetricState state) {
    return FScores.result(state, average, 1);
  }
}
