package dev.tenon.callbacks;

import dev.tenon.tensor.PythonText;
import java.util.Map;

/**
 * Sets the learning rate before every epoch.
 *
 * <p>Adds {@code learning_rate} to the logs.
 *
 * @see <a href="https://keras.io/api/callbacks/learning_rate_scheduler/">Keras:
 *     LearningRateScheduler</a>
 */
public final class LearningRateScheduler implements Callback {
  /** Says the learning rate of an epoch. */
  @FunctionalInterface
  public interface Schedule {
    /**
     * Returns the rate.
     *
     * @param epoch from 0
     * @param rate the present one
     */
    double rate(int epoch, double rate);
  }

  private final Schedule schedule;
  private final int verbose;

  LearningRateScheduler(Schedule schedule, int verbose) {
    this.schedule = schedule;
    this.verbose = verbose;
  }

  /** Sets what says the learning rate of an epoch. */
  public LearningRateScheduler schedule(Schedule function) {
    return new LearningRateScheduler(function, verbose);
  }

  /** Prints what is done where the number is 1; 0. */
  public LearningRateScheduler verbose(int much) {
    return new LearningRateScheduler(schedule, much);
  }

  @Override
  public void onEpochBegin(TrainingRun fitting, int epoch) {
    double rate = schedule.rate(epoch, fitting.learningRate());
    fitting.setLearningRate(rate);
    if (verbose > 0) {
      Messages.say(
          "\nEpoch "
              + (epoch + 1)
              + ": LearningRateScheduler setting learning rate to "
              + PythonText.repr(rate)
              + ".");
    }
  }

  @Override
  public void onEpochEnd(TrainingRun fitting, int epoch, Map<String, Double> logs) {
    logs.put("learning_rate", fitting.learningRate());
  }
}
