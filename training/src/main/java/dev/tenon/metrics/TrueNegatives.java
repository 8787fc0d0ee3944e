package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many predictions say no and are right.
 *
 * <p>Target and prediction of the same shape; a number for each threshold.
 *
 * @param thresholds above which a prediction stands for yes, each between 0 and 1; null for 0.5
 * @param name under which name the metric is reported
 * @param dtype the type in which its sums are kept; they are computed in float32
 * @see <a href="https://keras.io/api/metrics/classification_metrics/#truenegatives-class">Keras:
 *     TrueNegatives</a>
 */
@Setters
public record TrueNegatives(@Nullable List<Double> thresholds, String name, String dtype)
    implements Metric, TrueNegativesSetters {
  /** Keras' defaults. */
  public static final TrueNegatives DEFAULTS = new TrueNegatives(null, "true_negatives", "float32");

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
