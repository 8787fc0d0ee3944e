package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The area under a curve of rates at many thresholds: receiver operating characteristic, or
 * precision and recall.
 *
 * <p>Target and prediction of the same shape, with several labels (batch, labels).
 *
 * @param numThresholds how many thresholds the curve has
 * @param curve {@code ROC}, {@code PR} or {@code PRGAIN}
 * @param summationMethod {@code interpolation}, {@code minoring} or {@code majoring}: what is taken
 *     between two thresholds
 * @param name under which name the metric is reported
 * @param dtype the type in which its sums are kept; they are computed in float32
 * @param thresholds thresholds between 0 and 1 in the place of even ones; null for even ones
 * @param multiLabel whether each label has a curve of its own, of whose areas the mean is taken
 * @param numLabels how many labels there are; told by the prediction where null
 * @param labelWeights how much each label counts; null where all count the same
 * @param fromLogits whether predictions are logits rather than probabilities
 * @see <a href="https://keras.io/api/metrics/classification_metrics/#auc-class">Keras: AUC</a>
 */
@Setters
public record AUC(
    long numThresholds,
    String curve,
    String summationMethod,
    String name,
    String dtype,
    @Nullable List<Double> thresholds,
    boolean multiLabel,
    @Nullable Long numLabels,
    @Nullable List<Double> labelWeights,
    boolean fromLogits)
    implements Metric, AUCSetters {
  /** Keras' defaults. */
  public static final AUC DEFAULTS =
      new AUC(200, "ROC", "interpolation", "auc", "float32", null, false, null, null, false);

  public AUC {
    curve = curve.toUpperCase(Locale.ROOT);
    summationMethod = summationMethod.toLowerCase(Locale.ROOT);
    check("curve", curve, List.of("ROC", "PR", "PRGAIN"));
    check("summation_method", summationMethod, List.of("interpolation", "minoring", "majoring"));
    if (thresholds != null) {
      Thresholds.checkUnit(thresholds);
      numThresholds = thresholds.size() + 2L;
    }
    if (numThresholds < 2) {
      throw new IllegalArgumentException(
          "AUC: num_thresholds must be at least 2, received " + numThresholds);
    }
    if (numLabels != null && !multiLabel) {
      throw new IllegalArgumentException("AUC: num_labels is for multi_label only");
    }
  }

  private static void check(String option, String value, List<String> known) {
    if (!known.contains(value)) {
      throw new IllegalArgumentException(
          "AUC: " + option + " must be one of " + known + ", received '" + value + "'");
    }
  }

  @Override
  public void update(MetricState state, Value target, Value prediction, @Nullable Value weights) {
    Value p = fromLogits ? state.ops().sigmoid(prediction) : prediction;
    Thresholds limits = Thresholds.curve(thresholds, numThresholds);
    new ThresholdConfusion(limits, null, null, multiLabel, labelWeights)
        .update(state, Rates.all(), target, p, weights);
  }

  @Override
  public Value result(MetricState state) {
    return CurveArea.of(this, state);
  }
}
