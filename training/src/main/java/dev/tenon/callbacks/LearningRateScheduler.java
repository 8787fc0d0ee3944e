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
public final class LearningRateScheduler extends LearningRateSchedulerSetters implements Callback {
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

  LearningRateScheduler(LearningRateSchedulerOptions options) {
    super(options);
  }

  @Override
  LearningRateScheduler with(LearningRateSchedulerOptions changed) {
    return new LearningRateScheduler(changed);
  }

  @Override
  public void onEpochBegin(TrainingRun fitting, int epoch) {
    double rate = options.schedule().rate(epoch, fitting.learningRate());
    fitting.setLearningRate(rate);
    if (options.verbose() > 0) {
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
