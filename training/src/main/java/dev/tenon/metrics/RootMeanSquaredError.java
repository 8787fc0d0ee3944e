package dev.tenon.metrics;

import dev.tenon.internal.operators.SameRank;
import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.DType;
import org.jspecify.annotations.Nullable;

/**
 * The root mean squared error: {@code sqrt(mean((target - prediction)²))}.
 *
 * <p>Target and prediction have the same shape or differ by a last axis of length 1. The
 * prediction's mask is ignored, as in Keras.
 *
 * @param name the name in logs and histories; {@code root_mean_squared_error} by default
 * @param dtype the element type of the variables; the computation is in float32; {@code float32} by
 *     default
 * @see <a href="https://keras.io/api/metrics/regression_metrics/#rootmeansquarederror-class">Keras:
 *     RootMeanSquaredError</a>
 */
@Setters
public record RootMeanSquaredError(String name, String dtype)
    implements Metric, RootMeanSquaredErrorSetters {
  /** The metric with Keras' default arguments. */
  public static final RootMeanSquaredError DEFAULTS =
      new RootMeanSquaredError("root_mean_squared_error", "float32");

  @Override
  public void update(MetricState state, Value target, Value prediction, @Nullable Value weights) {
    Ops ops = state.ops();
    Value p = ops.cast(prediction, DType.FLOAT32);
    SameRank same = SameRank.of(ops, ops.cast(target, DType.FLOAT32), p);
    Value error = ops.sub(same.second(), same.first());
    Averages.addToMean(state, ops.mul(error, error), weights, null);
  }

  @Override
  public Value result(MetricState state) {
    return state.ops().sqrt(Averages.mean(state));
  }
}
