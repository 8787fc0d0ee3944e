package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The share of what is found in the targets that say yes.
 *
 * <p>Target and prediction of the same shape; a number for each threshold.
 *
 * @param thresholds above which a prediction stands for yes, each between 0 and 1; null for 0.5, or
 *     for none where topK is given
 * @param topK how many of the largest predictions of a sample may stand for yes; null for all
 * @param classId the only class that is looked at; null for all
 * @param name under which name the metric is reported
 * @param dtype the type in which its sums are kept; they are computed in float32
 * @see <a href="https://keras.io/api/metrics/classification_metrics/#recall-class">Keras:
 *     Recall</a>
 */
@Setters
public record Recall(
    @Nullable List<Double> thresholds,
    @Nullable Long topK,
    @Nullable Long classId,
    String name,
    String dtype)
    implements Metric, RecallSetters {
  /** Keras' defaults. */
  public static final Recall DEFAULTS = new Recall(null, null, null, "recall", "float32");

  public Recall {
    Thresholds.of(thresholds, 0.5);
  }

  @Override
  public void update(MetricState state, Value target, Value prediction, @Nullable Value weights) {
    Thresholds limits = Thresholds.of(thresholds, topK == null ? 0.5 : ThresholdConfusion.EXCLUDED);
    new ThresholdConfusion(limits, topK, classId, false, null)
        .update(
            state,
            Rates.of(
                ThresholdConfusion.Count.TRUE_POSITIVES, ThresholdConfusion.Count.FALSE_NEGATIVES),
            target,
            prediction,
            weights);
  }

  @Override
  public Value result(MetricState state) {
    return Rates.single(state.ops(), Rates.recall(state));
  }
}
