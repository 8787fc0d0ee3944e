package dev.tenon.callbacks;

import dev.tenon.tensor.PythonText;
import java.util.Map;

/**
 * Sets the learning rate before each epoch by a function.
 *
 * <p>The callback adds {@code learning_rate} to the logs.
 *
 * @see <a href="https://keras.io/api/callbacks/learning_rate_scheduler/">Keras:
 *     LearningRateScheduler</a>
 */
public final class LearningRateScheduler implements Callback {
  /** The learning rate as a function of the epoch. */
  @FunctionalInterface
  public interface Schedule {
    /**
     * Returns the learning rate of an epoch.
     *
     * @param epoch the epoch, from 0
     * @param rate the current learning rate
     */
    double rate(int epoch, double rate);
  }

  private final Schedule schedule;
  private final int verbose;

  LearningRateScheduler(Schedule schedule, int verbose) {
    this.schedule = schedule;
    this.verbose = verbose;
  }

  /** Sets the function of the learning rate. */
  public LearningRateScheduler schedule(Schedule function) {
    return new LearningRateScheduler(function, verbose);
  }

  /** Sets the verbosity: 1 to print messages; 0 by default. */
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
