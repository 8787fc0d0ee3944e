package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * The weighted mean of values.
 *
 * <p>As a metric of a model it takes the mean of the predictions.
 *
 * @param name under which name the metric is reported
 * @param dtype the type in which its sums are kept; they are computed in float32
 * @see <a href="https://keras.io/api/metrics/reduction_metrics/#mean-class">Keras: Mean</a>
 */
@Setters
public record Mean(String name, String dtype) implements Metric, MeanSetters {
  /** Keras' defaults. */
  public static final Mean DEFAULTS = new Mean("mean", "float32");

  @Override
  public void update(MetricState state, Value target, Value prediction, @Nullable Value weights) {
    add(state, prediction, weights);
  }

  /** Says in operators that values are added, weighted where weights are given. */
  public static void add(MetricState state, Value values, @Nullable Value weights) {
    Averages.addToMean(state, values, weights, null);
  }

  @Override
  public Value result(MetricState state) {
    return Averages.mean(state);
  }
}
