package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.losses.LossCall;
import dev.tenon.losses.SameRank;
import dev.tenon.tensor.DType;

/**
 * How often a probability is on the target's side of a threshold.
 *
 * <p>Target with 0 and 1, prediction of the same shape, or different by a last axis of length 1.
 *
 * @param name under which name the metric is reported
 * @param dtype the type in which its sums are kept; they are computed in float32
 * @param threshold above which the prediction stands for 1
 * @see <a href="https://keras.io/api/metrics/accuracy_metrics/#binaryaccuracy-class">Keras:
 *     BinaryAccuracy</a>
 */
@Setters
public record BinaryAccuracy(String name, String dtype, double threshold)
    implements MeanMetric, BinaryAccuracySetters {
  /** Keras' defaults. */
  public static final BinaryAccuracy DEFAULTS =
      new BinaryAccuracy("binary_accuracy", "float32", 0.5);

  @Override
  public Value values(LossCall call, Value target, Value prediction) {
    Ops ops = call.ops();
    SameRank same = SameRank.of(ops, target, prediction);
    Value p = same.second();
    Value ones = ops.cast(ops.greater(p, ops.scalar(p, threshold)), target.dtype());
    return ops.cast(ops.equal(same.first(), ones), DType.FLOAT32);
  }
}
