package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * The weighted sum of values.
 *
 * <p>As a metric of a model it is the sum of the predictions.
 *
 * @param name the name in logs and histories; {@code sum} by default
 * @param dtype the element type of the variables; the computation is in float32; {@code float32} by
 *     default
 * @see <a href="https://keras.io/api/metrics/reduction_metrics/#sum-class">Keras: Sum</a>
 */
@Setters
public record Sum(String name, String dtype) implements Metric, SumSetters {
  /** The metric with Keras' default arguments. */
  public static final Sum DEFAULTS = new Sum("sum", "float32");

  @Override
  public void update(MetricState state, Value target, Value prediction, @Nullable Value weights) {
    Averages.addToSum(state, prediction, weights);
  }

  @Override
  public Value result(MetricState state) {
    return Averages.total(state);
  }
}
