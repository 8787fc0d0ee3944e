package dev.tenon.metrics;

import dev.tenon.ir.graph.Value;
import dev.tenon.losses.Loss;
import dev.tenon.losses.LossCall;
import dev.tenon.losses.LossFunction;

/**
 * The mean of a loss over all samples: Keras' metrics with the class of a loss, such as {@code
 * MeanAbsoluteError}.
 *
 * <p>The reduction and the name of the loss are ignored.
 *
 * @param className Keras' class of the metric; {@code MeanMetricWrapper} without one
 * @param loss the loss
 * @param name the name in logs and histories
 * @see <a href="https://keras.io/api/metrics/">Keras: metrics</a>
 */
public record LossMean(String className, Loss loss, String name) implements MeanMetric {
  @Override
  public Value values(LossCall call, Value target, Value prediction) {
    return loss instanceof LossFunction function
        ? function.compute(call, target, prediction)
        : loss.each(call, target, prediction);
  }

  /** Returns a copy with another name. */
  public LossMean name(String other) {
    return new LossMean(className, loss, other);
  }
}
