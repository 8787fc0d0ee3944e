package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.losses.LossCall;
import dev.tenon.losses.SameRank;

/**
 * Pearson's correlation of target and prediction, from −1 to 1.
 *
 * <p>Target and prediction (…, n).
 *
 * @param name under which name the metric is reported
 * @param dtype the type in which its sums are kept; they are computed in float32
 * @param axis along which axis
 * @see <a href="https://keras.io/api/metrics/regression_metrics/#pearsoncorrelation-class">Keras:
 *     PearsonCorrelation</a>
 */
@Setters
public record PearsonCorrelation(String name, String dtype, long axis)
    implements MeanMetric, PearsonCorrelationSetters {
  /** Keras' defaults. */
  public static final PearsonCorrelation DEFAULTS =
      new PearsonCorrelation("pearson_correlation", "float32", -1);

  @Override
  public Value values(LossCall call, Value target, Value prediction) {
    Ops ops = call.ops();
    SameRank same = SameRank.of(ops, ops.cast(target, prediction.dtype()), prediction);
    Value t = Deviations.standardized(ops, same.first(), axis);
    Value p = Deviations.standardized(ops, same.second(), axis);
    return ops.reduceMean(ops.mul(t, p), false, axis);
  }
}
