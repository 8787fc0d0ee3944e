package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The best precision at those thresholds where the recall is high enough.
 *
 * <p>Target and prediction of the same shape.
 *
 * @param recall how high it must be, between 0 and 1; without default in Keras
 * @param numThresholds how many thresholds from 0 to 1 are tried
 * @param classId the only class that is looked at; null for all
 * @param name under which name the metric is reported
 * @param dtype the type in which its sums are kept; they are computed in float32
 * @see <a
 *     href="https://keras.io/api/metrics/classification_metrics/#precisionatrecall-class">Keras:
 *     PrecisionAtRecall</a>
 */
@Setters
public record PrecisionAtRecall(
    double recall, long numThresholds, @Nullable Long classId, String name, String dtype)
    implements RateAtRate, PrecisionAtRecallSetters {
  /** Keras' defaults. */
  public static final PrecisionAtRecall DEFAULTS =
      new PrecisionAtRecall(0.5, 200, null, "precision_at_recall", "float32");

  public PrecisionAtRecall {
    Thresholds.between(numThresholds);
    Thresholds.checkUnit(List.of(recall));
  }

  @Override
  public Value result(MetricState state) {
    return Rates.largestWhere(state.ops(), Rates.recall(state), recall, Rates.precision(state));
  }
}
