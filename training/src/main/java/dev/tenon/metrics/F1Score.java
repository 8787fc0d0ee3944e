package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * The F1 score, the harmonic mean of precision and recall: {@code 2 P R / (P + R)}.
 *
 * <p>Target and prediction (batch, classes).
 *
 * @param average the average over classes: {@code micro}, {@code macro} or {@code weighted}; null
 *     for a value for each class, the default
 * @param threshold the value, more than 0 and at most 1, above which a prediction is positive; null
 *     for the largest prediction only, the default
 * @param name the name in logs and histories; {@code f1_score} by default
 * @param dtype the element type of the variables; the computation is in float32; {@code float32} by
 *     default
 * @see <a href="https://keras.io/api/metrics/f_score_metrics/#f1score-class">Keras: F1Score</a>
 */
@Setters
public record F1Score(
    @Nullable String average, @Nullable Double threshold, String name, String dtype)
    implements Metric, F1ScoreSetters {
  /** The metric with Keras' default arguments. */
  public static final F1Score DEFAULTS = new F1Score(null, null, "f1_score", "float32");

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if {@code average} is unknown or {@code threshold} is out of
   *     range
   */
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
