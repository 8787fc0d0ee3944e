package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * The weighted mean of values.
 *
 * <p>As a metric of a model it is the mean of the predictions.
 *
 * @param name the name in logs and histories; {@code mean} by default
 * @param dtype the element type of the variables; the computation is in float32; {@code float32} by
 *     default
 * @see <a href="https://keras.io/api/metrics/reduction_metrics/#mean-class">Keras: Mean</a>
 */
@Setters
public record Mean(String name, String dtype) implements Metric, MeanSetters {
  /** The metric with Keras' default arguments. */
  public static final Mean DEFAULTS = new Mean("mean", "float32");

  @Override
  public void update(MetricState state, Value target, Value prediction, @Nullable Value weights) {
    add(state, prediction, weights);
  }

  /**
   * Adds values to the mean of a metric.
   *
   * @param state the variables of the metric
   * @param values the values
   * @param weights their weights; null for equal weights
   */
  public static void add(MetricState state, Value values, @Nullable Value weights) {
    Averages.addToMean(state, values, weights, null);
  }

  @Override
  public Value result(MetricState state) {
    return Averages.mean(state);
  }
}
