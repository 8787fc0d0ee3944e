package dev.tenon.optimizers;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * The learning rate as a function of the number of steps done.
 *
 * @see <a href="https://keras.io/api/optimizers/learning_rate_schedules/">Keras: learning rate
 *     schedules</a>
 */
public interface LearningRateSchedule {
  /** Returns the schedule that always has one rate. */
  static LearningRateSchedule of(double rate) {
    return new ConstantRate(rate);
  }

  /** Returns Keras' class name. */
  default String className() {
    return getClass().getSimpleName();
  }

  /**
   * Says in operators what the rate is.
   *
   * @param ops the operators
   * @param step the number of steps done, a scalar of float32
   * @return a scalar of float32
   */
  Value rate(Ops ops, Value step);
}
