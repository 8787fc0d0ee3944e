package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The best specificity at those thresholds where the sensitivity is high enough.
 *
 * <p>Target and prediction of the same shape.
 *
 * @param sensitivity how high it must be, between 0 and 1; without default in Keras
 * @param numThresholds how many thresholds from 0 to 1 are tried
 * @param classId the only class that is looked at; null for all
 * @param name under which name the metric is reported
 * @param dtype the type in which its sums are kept; they are computed in float32
 * @see <a
 *     href="https://keras.io/api/metrics/classification_metrics/#specificityatsensitivity-class">Keras:
 *     SpecificityAtSensitivity</a>
 */
@Setters
public record SpecificityAtSensitivity(
    double sensitivity, long numThresholds, @Nullable Long classId, String name, String dtype)
    implements RateAtRate, SpecificityAtSensitivitySetters {
  /** Keras' defaults. */
  public static final SpecificityAtSensitivity DEFAULTS =
      new SpecificityAtSensitivity(0.5, 200, null, "specificity_at_sensitivity", "float32");

  public SpecificityAtSensitivity {
    Thresholds.between(numThresholds);
    Thresholds.checkUnit(List.of(sensitivity));
  }

  @Override
  public Value result(MetricState state) {
    return Rates.largestWhere(
        state.ops(), Rates.recall(state), sensitivity, Rates.specificity(state));
  }
}
