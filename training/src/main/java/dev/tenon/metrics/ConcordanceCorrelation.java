package dev.tenon.metrics;

import dev.tenon.config.Config;
import dev.tenon.internal.operators.SameRank;
import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.losses.LossCall;

/**
 * Lin's concordance correlation coefficient: {@code 2 cov(t, p) / (var(t) + var(p) + (mean(t) -
 * mean(p))²)}.
 *
 * <p>Target and prediction (…, n). The values are those of Keras, which centers the target by the
 * prediction's mean. The result is the mean over all vectors.
 *
 * @param name the name in logs and histories; {@code concordance_correlation} by default
 * @param dtype the element type of the variables; the computation is in float32; {@code float32} by
 *     default
 * @param axis the axis of the vectors; -1 by default
 * @see <a
 *     href="https://keras.io/api/metrics/regression_metrics/#concordancecorrelation-class">Keras:
 *     ConcordanceCorrelation</a>
 */
@Setters
public record ConcordanceCorrelation(String name, String dtype, long axis)
    implements MeanMetric, ConcordanceCorrelationSetters {
  /** The metric with Keras' default arguments. */
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
