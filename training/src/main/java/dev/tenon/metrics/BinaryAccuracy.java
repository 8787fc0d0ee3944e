package dev.tenon.metrics;

import dev.tenon.internal.operators.SameRank;
import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.losses.LossCall;
import dev.tenon.tensor.DType;

/**
 * The share of elements whose thresholded probability equals the target.
 *
 * <p>Targets are 0 or 1. Target and prediction have the same shape or differ by a last axis of
 * length 1.
 *
 * @param name the name in logs and histories; {@code binary_accuracy} by default
 * @param dtype the element type of the variables; the computation is in float32; {@code float32} by
 *     default
 * @param threshold the value above which a prediction is 1; 0.5 by default
 * @see <a href="https://keras.io/api/metrics/accuracy_metrics/#binaryaccuracy-class">Keras:
 *     BinaryAccuracy</a>
 */
@Setters
public record BinaryAccuracy(String name, String dtype, double threshold)
    implements MeanMetric, BinaryAccuracySetters {
  /** The metric with Keras' default arguments. */
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
