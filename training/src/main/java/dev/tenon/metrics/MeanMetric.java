package dev.tenon.metrics;

import dev.tenon.ir.graph.Value;
import dev.tenon.losses.LossCall;
import dev.tenon.losses.LossReduction;
import dev.tenon.losses.MaskedCall;
import dev.tenon.losses.Reduction;
import dev.tenon.tensor.DType;
import org.jspecify.annotations.Nullable;

/** A metric that is the weighted mean of one value for each element. */
public interface MeanMetric extends Metric {
  /**
   * Writes the operators that compute the values of the mean.
   *
   * @param call the operators and the context
   * @param target the targets
   * @param prediction the predictions
   * @return a value for each element
   */
  Value values(LossCall call, Value target, Value prediction);

  @Override
  default void update(MetricState state, Value target, Value prediction, @Nullable Value weights) {
    MaskedCall call = new MaskedCall(state.ops(), state::producer);
    Value values = values(call, target, prediction);
    Value masked =
        LossReduction.weight(state.ops(), weights, state.mask(), DType.FLOAT32, Reduction.SUM);
    Averages.addToMean(state, values, masked, call.counted());
  }

  @Override
  default Value result(MetricState state) {
    return Averages.mean(state);
  }
}
