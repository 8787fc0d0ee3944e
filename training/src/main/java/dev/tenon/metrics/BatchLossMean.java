package dev.tenon.metrics;

import dev.tenon.ir.graph.Value;
import dev.tenon.losses.Loss;
import dev.tenon.losses.LossReduction;
import dev.tenon.losses.Reduction;
import dev.tenon.tensor.DType;
import org.jspecify.annotations.Nullable;

/**
 * The mean over batches of a loss that is one number a batch: what Keras measures where a loss
 * object is given as a metric.
 *
 * <p>Every batch counts alike, also a smaller last one. A loss without reduction is averaged over
 * the samples as by {@link LossMean}.
 *
 * @param loss what the mean is taken of, its reduction included
 * @param name under which name the metric is reported
 */
record BatchLossMean(Loss loss, String name) implements Metric {
  @Override
  public String className() {
    return MetricCatalog.WRAPPER;
  }

  @Override
  public void update(MetricState state, Value target, Value prediction, @Nullable Value weights) {
    Value mask = state.mask();
    Value value =
        LossReduction.loss(
            state.ops(), state::producer, loss, target, prediction, /* sampleWeight= */ null, mask);
    Value masked = LossReduction.weight(state.ops(), weights, mask, DType.FLOAT32, Reduction.SUM);
    if (masked != null && value.rank() == 0) {
      value = Averages.broadcast(state.ops(), value, masked);
    }
    Averages.addToMean(state, value, masked, /* counted= */ null);
  }

  @Override
  public Value result(MetricState state) {
    return Averages.mean(state);
  }
}
