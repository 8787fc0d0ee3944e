package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The share of positive predictions that are correct: {@code TP / (TP + FP)}.
 *
 * <p>Target and prediction have the same shape. The result is a scalar for one threshold, else a
 * vector with an element for each.
 *
 * @param thresholds the values from 0 to 1 above which a prediction is positive; null for 0.5, the
 *     default, or for no threshold if {@code topK} is given
 * @param topK the number of largest predictions of a sample that can be positive; null for all, the
 *     default
 * @param classId the only class that counts; null for all, the default
 * @param name the name in logs and histories; {@code precision} by default
 * @param dtype the element type of the variables; the computation is in float32; {@code float32} by
 *     default
 * @see <a href="https://keras.io/api/metrics/classification_metrics/#precision-class">Keras:
 *     Precision</a>
 */
@Setters
public record Precision(
    @Nullable List<Double> thresholds,
    @Nullable Long topK,
    @Nullable Long classId,
    String name,
    String dtype)
    implements Metric, PrecisionSetters {
  /** The metric with Keras' default arguments. */
  public static final Precision DEFAULTS = new Precision(null, null, null, "precision", "float32");

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if a threshold is not from 0 to 1
   */
  public Precision {
    Thresholds.of(thresholds, 0.5);
  }

  @Override
  public void update(MetricState state, Value target, Value prediction, @Nullable Value weights) {
    Thresholds limits = Thresholds.of(thresholds, topK == null ? 0.5 : ThresholdConfusion.EXCLUDED);
    new ThresholdConfusion(limits, topK, classId, false, null)
        .update(
            state,
            Rates.of(
                ThresholdConfusion.Count.TRUE_POSITIVES, ThresholdConfusion.Count.FALSE_POSITIVES),
            target,
            prediction,
            weights);
  }

  @Override
  public Value result(MetricState state) {
    return Rates.single(state.ops(), Rates.precision(state));
  }
}
