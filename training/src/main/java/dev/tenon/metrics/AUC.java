package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The area under a curve: receiver operating characteristic, or precision and recall.
 *
 * <p>The curve is sampled at many thresholds. Target and prediction have the same shape; with
 * {@code multiLabel} it is (batch, labels).
 *
 * @param numThresholds the number of points of the curve, at least 2; 200 by default; {@code
 *     thresholds} replaces it
 * @param curve {@code ROC} (the default), {@code PR} or {@code PRGAIN}
 * @param summationMethod the height between two points: {@code interpolation} (the default), {@code
 *     minoring} or {@code majoring}
 * @param name the name in logs and histories; {@code auc} by default
 * @param dtype the element type of the variables; the computation is in float32; {@code float32} by
 *     default
 * @param thresholds the thresholds from 0 to 1; null for evenly spaced ones, the default
 * @param multiLabel whether the result is the mean of one area for each label; false by default
 * @param numLabels the number of labels, for {@code multiLabel} only; null for that of the
 *     prediction, the default
 * @param labelWeights the weight of each label; null for equal weights, the default
 * @param fromLogits whether predictions are logits; false for probabilities, the default
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
  /** The metric with Keras' default arguments. */
  public static final AUC DEFAULTS =
      new AUC(200, "ROC", "interpolation", "auc", "float32", null, false, null, null, false);

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if {@code curve} or {@code summationMethod} is unknown, there
   *     are fewer than 2 thresholds, one is not from 0 to 1, or {@code numLabels} is set without
   *     {@code multiLabel}
   */
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
