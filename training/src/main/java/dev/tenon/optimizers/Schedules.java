package dev.tenon.optimizers;

import dev.tenon.internal.annotations.DefaultFactories;

/**
 * The factories of Keras' learning rate schedules, such as {@code exponentialDecay(1e-2, 1000,
 * 0.9)}.
 *
 * @see <a href="https://keras.io/api/optimizers/learning_rate_schedules/">Keras: learning rate
 *     schedules</a>
 */
@DefaultFactories(
    value = {
      ExponentialDecay.class,
      InverseTimeDecay.class,
      PiecewiseConstantDecay.class,
      PolynomialDecay.class,
      CosineDecay.class,
      CosineDecayRestarts.class
    },
    kind = LearningRateSchedule.class)
public final class Schedules extends LearningRateScheduleFactories {
  private Schedules() {}
}
