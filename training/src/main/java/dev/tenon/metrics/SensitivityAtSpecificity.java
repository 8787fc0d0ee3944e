package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The best sensitivity over all thresholds with at least a given specificity: {@code TP / (TP +
 * FN)} at {@code TN / (TN + FP)}.
 *
 * <p>Target and prediction have the same shape.
 *
 * @param specificity the smallest value allowed, from 0 to 1; required in Keras
 * @param numThresholds the number of thresholds from 0 to 1, at least 1; 200 by default
 * @param classId the only class that counts; null for all, the default
 * @param name the name in logs and histories; {@code sensitivity_at_specificity} by default
 * @param dtype the element type of the variables; the computation is in float32; {@code float32} by
 *     default
 * @see <a
 *     href="https://keras.io/api/metrics/classification_metrics/#sensitivityatspecificity-class">Keras:
 *     SensitivityAtSpecificity</a>
 */
@Setters
public record SensitivityAtSpecificity(
    double specificity, long numThresholds, @Nullable Long classId, String name, String dtype)
    implements RateAtRate, SensitivityAtSpecificitySetters {
  /** The metric with Keras' default arguments. */
  public static final SensitivityAtSpecificity DEFAULTS =
      new SensitivityAtSpecificity(0.5, 200, null, "sensitivity_at_specificity", "float32");

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if the rate is not from 0 to 1 or {@code numThresholds} is
   *     less than 1
   */
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
