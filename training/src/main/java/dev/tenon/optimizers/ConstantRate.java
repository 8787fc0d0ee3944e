package dev.tenon.optimizers;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.DType;

/**
 * A constant learning rate, which only a callback or the user changes.
 *
 * @param value the rate, at least 0
 */
public record ConstantRate(double value) implements LearningRateSchedule {
  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if the rate is negative or not finite
   */
  public ConstantRate {
    OptimizerArguments.atLeast("learningRate", value, 0);
  }

  @Override
  public Value rate(Ops ops, Value step) {
    return ops.scalar(DType.FLOAT32, value);
  }
}
