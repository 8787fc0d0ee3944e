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
  /**
   * Returns a schedule with a constant rate.
   *
   * @param rate the rate, at least 0
   * @throws IllegalArgumentException if the rate is negative or not finite
   */
  static LearningRateSchedule of(double rate) {
    return new ConstantRate(rate);
  }

  /** Returns Keras' class name, by default the simple name of the Java class. */
  default String className() {
    return getClass().getSimpleName();
  }

  /**
   * Writes the operators that compute the learning rate.
   *
   * @param ops the operators
   * @param step the number of steps done, a float32 scalar
   * @return a float32 scalar
   */
  Value rate(Ops ops, Value step);
}
