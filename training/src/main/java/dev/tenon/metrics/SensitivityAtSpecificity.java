package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The best sensitivity at those thresholds where the specificity is high enough.
 *
 * <p>Target and prediction of the same shape.
 *
 * @param specificity how high it must be, between 0 and 1; without default in Keras
 * @param numThresholds how many thresholds from 0 to 1 are tried
 * @param classId the only class that is looked at; null for all
 * @param name under which name the metric is reported
 * @param dtype the type in which its sums are kept; they are computed in float32
 * @see <a
 *     href="https://keras.io/api/metrics/classification_metrics/#sensitivityatspecificity-class">Keras:
 *     SensitivityAtSpecificity</a>
 */
@Setters
public record SensitivityAtSpecificity(
    double specificity, long numThresholds, @Nullable Long classId, String name, String dtype)
    implements RateAtRate, SensitivityAtSpecificitySetters {
  /** Keras' defaults. */
  public static final SensitivityAtSpecificity DEFAULTS =
      new SensitivityAtSpecificity(0.5, 200, null, "sensitivity_at_specificity", "float32");

  public SensitivityAtSpecificity {
    Thresholds.between(numThresholds);
    Thresholds.checkUnit(List.of(specificity));
  }

  @Override
  public Value result(MetricState state) {
    return Rates.largestWhere(
        state.ops(), Rates.specificity(state), specificity, Rates.recall(state));
  }
}
