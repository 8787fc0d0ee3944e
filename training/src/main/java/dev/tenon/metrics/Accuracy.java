package dev.tenon.metrics;

import dev.tenon.internal.operators.SameRank;
import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.losses.LossCall;
import dev.tenon.tensor.DType;

/**
 * The share of elements whose prediction equals the target.
 *
 * <p>Target and prediction have the same shape or differ by a last axis of length 1.
 *
 * @param name the name in logs and histories; {@code accuracy} by default
 * @param dtype the element type of the variables; the computation is in float32; {@code float32} by
 *     default
 * @see <a href="https://keras.io/api/metrics/accuracy_metrics/#accuracy-class">Keras: Accuracy</a>
 */
@Setters
public record Accuracy(String name, String dtype) implements MeanMetric, AccuracySetters {
  /** The metric with Keras' default arguments. */
  public static final Accuracy DEFAULTS = new Accuracy("accuracy", "float32");

  @Override
  public Value values(LossCall call, Value target, Value prediction) {
    Ops ops = call.ops();
    SameRank same = SameRank.of(ops, ops.cast(target, prediction.dtype()), prediction);
    return ops.cast(ops.equal(same.first(), same.second()), DType.FLOAT32);
  }
}
