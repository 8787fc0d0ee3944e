package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The coefficient of determination: {@code 1 - sum((target - prediction)²) / sum((target -
 * mean(target))²)}.
 *
 * <p>Target and prediction (batch, outputs).
 *
 * @param classAggregation the average over outputs: {@code uniform_average} (the default) or {@code
 *     variance_weighted_average}; null for a value for each output
 * @param numRegressors the number of independent variables that adjust the score, at least 0; 0 for
 *     no adjustment, the default
 * @param name the name in logs and histories; {@code r2_score} by default
 * @param dtype the element type of the variables; the computation is in float32; {@code float32} by
 *     default
 * @see <a href="https://keras.io/api/metrics/regression_metrics/#r2score-class">Keras: R2Score</a>
 */
@Setters
public record R2Score(
    @Nullable String classAggregation, long numRegressors, String name, String dtype)
    implements Metric, R2ScoreSetters {
  /** The metric with Keras' default arguments. */
  public static final R2Score DEFAULTS = new R2Score("uniform_average", 0, "r2_score", "float32");

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if {@code classAggregation} is unknown or {@code
   *     numRegressors} is negative
   */
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
