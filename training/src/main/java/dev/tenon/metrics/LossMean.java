package dev.tenon.metrics;

import dev.tenon.ir.graph.Value;
import dev.tenon.losses.Loss;
import dev.tenon.losses.LossCall;
import dev.tenon.losses.LossFunction;

/**
 * The mean of a loss: Keras' metrics that are called as a loss, such as {@code MeanAbsoluteError}.
 *
 * <p>The loss's own reduction and name say nothing here.
 *
 * @param className Keras' class of the metric; {@code MeanMetricWrapper} where it has none
 * @param loss what the mean is taken of
 * @param name under which name the metric is reported
 * @see <a href="https://keras.io/api/metrics/">Keras: metrics</a>
 */
public record LossMean(String className, Loss loss, String name) implements MeanMetric {
  @Override
  public Value values(LossCall call, Value target, Value prediction) {
    return loss instanceof LossFunction function
        ? function.compute(call, target, prediction)
        : loss.each(call, target, prediction);
  }

  /** Returns the same metric under another name. */
  public LossMean name(String other) {
    return new LossMean(className, loss, other);
  }
}
