package dev.tenon.metrics;

import dev.tenon.internal.operators.SameRank;
import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.losses.LossCall;

/**
 * Pearson's correlation coefficient, from −1 to 1: {@code mean((t - mean(t)) (p - mean(p))) /
 * (std(t) std(p))}.
 *
 * <p>Target and prediction (…, n). The result is the mean over all vectors.
 *
 * @param name the name in logs and histories; {@code pearson_correlation} by default
 * @param dtype the element type of the variables; the computation is in float32; {@code float32} by
 *     default
 * @param axis the axis of the vectors; -1 by default
 * @see <a href="https://keras.io/api/metrics/regression_metrics/#pearsoncorrelation-class">Keras:
 *     PearsonCorrelation</a>
 */
@Setters
public record PearsonCorrelation(String name, String dtype, long axis)
    implements MeanMetric, PearsonCorrelationSetters {
  /** The metric with Keras' default arguments. */
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
