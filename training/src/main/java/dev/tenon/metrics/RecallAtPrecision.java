package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The best recall at those thresholds where the precision is high enough.
 *
 * <p>Target and prediction of the same shape.
 *
 * @param precision how high it must be, between 0 and 1; without default in Keras
 * @param numThresholds how many thresholds from 0 to 1 are tried
 * @param classId the only class that is looked at; null for all
 * @param name under which name the metric is reported
 * @param dtype the type in which its sums are kept; they are computed in float32
 * @see <a
 *     href="https://keras.io/api/metrics/classification_metrics/#recallatprecision-class">Keras:
 *     RecallAtPrecision</a>
 */
@Setters
public record RecallAtPrecision(
    double precision, long numThresholds, @Nullable Long classId, String name, String dtype)
    implements RateAtRate, RecallAtPrecisionSetters {
  /** Keras' defaults. */
  public static final RecallAtPrecision DEFAULTS =
      new RecallAtPrecision(0.5, 200, null, "recall_at_precision", "float32");

  public RecallAtPrecision {
    Thresholds.between(numThresholds);
    Thresholds.checkUnit(List.of(precision));
  }

  @Override
  public Value result(MetricState state) {
    return Rates.largestWhere(state.ops(), Rates.precision(state), precision, Rates.recall(state));
  }
}
