package dev.tenon.metrics;

import dev.tenon.config.Config;
import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Ops;
import dev.tenon.losses.LossCall;
import dev.tenon.losses.SameRank;

/**
 * Lin's concordance of target and prediction: correlation that pays for other means and scales.
 *
 * <p>Target and prediction (…, n). The numbers are those of Keras, which centers the target by the
 * prediction's mean.
 *
 * @param name under which name the metric is reported
 * @param dtype the type in which its sums are kept; they are computed in float32
 * @param axis along which axis
 * @see <a
 *     href="https://keras.io/api/metrics/regression_metrics/#concordancecorrelation-class">Keras:
 *     ConcordanceCorrelation</a>
 */
@Setters
public record ConcordanceCorrelation(String name, String dtype, long axis)
    implements MeanMetric, ConcordanceCorrelationSetters {
  /** Keras' defaults. */
  public static final ConcordanceCorrelation DEFAULTS =
      new ConcordanceCorrelation("concordance_correlation", "float32", -1);

  @Override
  public Value values(LossCall call, Value target, Value prediction) {
    Ops ops = call.ops();
    SameRank same = SameRank.of(ops, ops.cast(target, prediction.dtype()), prediction);
    Value t = same.first();
    Value p = same.second();
    Value meanT = ops.reduceMean(t, true, axis);
    Value meanP = ops.reduceMean(p, true, axis);
    Value product = ops.mul(ops.sub(t, meanP), ops.sub(p, meanP));
    Value apart = ops.sub(meanT, meanP);
    Value spread =
        ops.add(
            ops.add(Deviations.variance(ops, t, axis), Deviations.variance(ops, p, axis)),
            ops.mul(apart, apart));
    Value share = ops.div(ops.mul(product, 2), ops.add(spread, Config.epsilon()));
    return ops.reduceMean(share, false, axis);
  }
}
