package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The share of the targets' variance that the predictions explain.
 *
 * <p>Target and prediction (batch, outputs).
 *
 * @param classAggregation {@code uniform_average} or {@code variance_weighted_average}: what is
 *     made of the outputs; null for a number for each
 * @param numRegressors how many independent variables adjust the score; 0 for no adjustment
 * @param name under which name the metric is reported
 * @param dtype the type in which its sums are kept; they are computed in float32
 * @see <a href="https://keras.io/api/metrics/regression_metrics/#r2score-class">Keras: R2Score</a>
 */
@Setters
public record R2Score(
    @Nullable String classAggregation, long numRegressors, String name, String dtype)
    implements Metric, R2ScoreSetters {
  /** Keras' defaults. */
  public static final R2Score DEFAULTS = new R2Score("uniform_average", 0, "r2_score", "float32");

  public R2Score {
    List<String> known = List.of("uniform_average", "variance_weighted_average");
    if (classAggregation != null && !known.contains(classAggregation)) {
      throw new IllegalArgumentException(
          "R2Score: class_aggregation must be one of "
              + known
              + " or null, received '"
              + classAggregation
              + "'");
    }
    if (numRegressors < 0) {
      throw new IllegalArgumentException(
          "R2Score: num_regressors must be at least 0, received " + numRegressors);
    }
  }

  @Override
  public void update(MetricState state, Value target, Value prediction, @Nullable Value weights) {
    Explained.update(state, target, prediction, weights);
  }

  @Override
  public Value result(MetricState state) {
    return Explained.result(state, classAggregation, numRegressors);
  }
}
