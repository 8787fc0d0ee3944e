package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.losses.LossCall;
import dev.tenon.losses.SameRank;
import dev.tenon.tensor.DType;

/**
 * How often the prediction equals the target.
 *
 * <p>Target and prediction of the same shape, or different by a last axis of length 1.
 *
 * @param name under which name the metric is reported
 * @param dtype the type in which its sums are kept; they are computed in float32
 * @see <a href="https://keras.io/api/metrics/accuracy_metrics/#accuracy-class">Keras: Accuracy</a>
 */
@Setters
public record Accuracy(String name, String dtype) implements MeanMetric, AccuracySetters {
  /** Keras' defaults. */
  public static final Accuracy DEFAULTS = new Accuracy("accuracy", "float32");

  @Override
  public Value values(LossCall call, Value target, Value prediction) {
    Ops ops = call.ops();
    SameRank same = SameRank.of(ops, ops.cast(target, prediction.dtype()), prediction);
    return ops.cast(ops.equal(same.first(), same.second()), DType.FLOAT32);
  }
}
