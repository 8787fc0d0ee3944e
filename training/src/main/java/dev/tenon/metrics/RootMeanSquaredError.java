package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.losses.SameRank;
import dev.tenon.tensor.DType;
import org.jspecify.annotations.Nullable;

/**
 * The square root of the mean of the squares of the differences.
 *
 * <p>Target and prediction of the same shape, or different by a last axis of length 1. As in Keras,
 * the prediction's mask says nothing.
 *
 * @param name under which name the metric is reported
 * @param dtype the type in which its sums are kept; they are computed in float32
 * @see <a href="https://keras.io/api/metrics/regression_metrics/#rootmeansquarederror-class">Keras:
 *     RootMeanSquaredError</a>
 */
@Setters
public record RootMeanSquaredError(String name, String dtype)
    implements Metric, RootMeanSquaredErrorSetters {
  /** Keras' defaults. */
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
