package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The number of true negatives, weighted by sample weights.
 *
 * <p>Target and prediction have the same shape. The result is a scalar for one threshold, else a
 * vector with an element for each.
 *
 * @param thresholds the values from 0 to 1 above which a prediction is positive; null for 0.5, the
 *     default
 * @param name the name in logs and histories; {@code true_negatives} by default
 * @param dtype the element type of the variables; the computation is in float32; {@code float32} by
 *     default
 * @see <a href="https://keras.io/api/metrics/classification_metrics/#truenegatives-class">Keras:
 *     TrueNegatives</a>
 */
@Setters
public record TrueNegatives(@Nullable List<Double> thresholds, String name, String dtype)
    implements Metric, TrueNegativesSetters {
  /** The metric with Keras' default arguments. */
  public static final TrueNegatives DEFAULTS = new TrueNegatives(null, "true_negatives", "float32");

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if a threshold is not from 0 to 1
   */
  public TrueNegatives {
    Thresholds.of(thresholds, 0.5);
  }

  @Override
  public void update(MetricState state, Value target, Value prediction, @Nullable Value weights) {
    ThresholdConfusion.Count.TRUE_NEGATIVES.addTo(state, thresholds, target, prediction, weights);
  }

  @Override
  public Value result(MetricState state) {
    return Rates.single(state.ops(), state.stored(ThresholdConfusion.ACCUMULATOR));
  }
}
