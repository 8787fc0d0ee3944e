package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The best recall over all thresholds with at least a given precision.
 *
 * <p>Target and prediction have the same shape.
 *
 * @param precision the smallest value allowed, from 0 to 1; required in Keras
 * @param numThresholds the number of thresholds from 0 to 1, at least 1; 200 by default
 * @param classId the only class that counts; null for all, the default
 * @param name the name in logs and histories; {@code recall_at_precision} by default
 * @param dtype the element type of the variables; the computation is in float32; {@code float32} by
 *     default
 * @see <a
 *     href="https://keras.io/api/metrics/classification_metrics/#recallatprecision-class">Keras:
 *     RecallAtPrecision</a>
 */
@Setters
public record RecallAtPrecision(
    double precision, long numThresholds, @Nullable Long classId, String name, String dtype)
    implements RateAtRate, RecallAtPrecisionSetters {
  /** The metric with Keras' default arguments. */
  public static final RecallAtPrecision DEFAULTS =
      new RecallAtPrecision(0.5, 200, null, "recall_at_precision", "float32");

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if the rate is not from 0 to 1 or {@code numThresholds} is
   *     less than 1
   */
  public RecallAtPrecision {
    Thresholds.between(numThresholds);
    Thresholds.checkUnit(List.of(precision));
  }

  @Override
  public Value result(MetricState state) {
    return Rates.largestWhere(state.ops(), Rates.precision(state), precision, Rates.recall(state));
  }
}
