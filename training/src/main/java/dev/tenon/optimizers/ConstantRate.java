package dev.tenon.optimizers;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Ops;
import dev.tenon.tensor.DType;

/**
 * A learning rate that only a callback or the user changes.
 *
 * @param value the rate, at least 0
 */
public record ConstantRate(double value) implements LearningRateSchedule {
  public ConstantRate {
    if (!(value >= 0)) {
      throw new IllegalArgumentException("learningRate must be at least 0, received " + value);
    }
  }

  @Override
  public Value rate(Ops ops, Value step) {
    return ops.scalar(DType.FLOAT32, value);
  }
}
