package dev.tenon.callbacks;

import dev.tenon.tensor.PythonText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reduces the learning rate when a monitored value stops improving.
 *
 * <p>The new rate is {@code max(rate factor, minLr)}. The callback adds {@code learning_rate} to
 * the logs. Setters return a new callback: {@code reduceLROnPlateau().factor(0.2).patience(5)}.
 *
 * @see <a href="https://keras.io/api/callbacks/reduce_lr_on_plateau/">Keras: ReduceLROnPlateau</a>
 */
public final class ReduceLROnPlateau extends ReduceLROnPlateauSetters implements Callback {
  private static final String NAME = "ReduceLROnPlateau";

  private final Monitor monitor;
  private @Nullable Double best;
  private int wait;
  private int cooling;

  ReduceLROnPlateau(ReduceLROnPlateauOptions options) {
    super(options);
    this.monitor = new Monitor(NAME, options.monitor(), options.mode(), options.minDelta());
  }

  @Override
  ReduceLROnPlateau with(ReduceLROnPlateauOptions changed) {
    return new ReduceLROnPlateau(changed);
  }

  @Override
  public void onTrainBegin(TrainingRun fitting) {
    best = null;
    wait = 0;
    cooling = 0;
  }

  @Override
  public void onEpochEnd(TrainingRun fitting, int epoch, Map<String, Double> logs) {
    monitor.resolve(fitting);
    logs.put("learning_rate", fitting.learningRate());
    Double current = monitor.value(logs);
    if (current == null) {
      Messages.warn(
          NAME,
          "Learning rate reduction is conditioned on metric `"
              + monitor.name()
              + "` which is not available. Available metrics are: "
              + String.join(",", logs.keySet())
              + ".");
      return;
    }
    if (cooling > 0) {
      cooling--;
      wait = 0;
    }
    if (monitor.improves(current, best)) {
      best = current;
      wait = 0;
    } else if (cooling == 0) {
      wait++;
      if (wait >= options.patience() && reduce(fitting, epoch)) {
        cooling = options.cooldown();
        wait = 0;
      }
    }
  }

  private boolean reduce(TrainingRun fitting, int epoch) {
    double old = fitting.learningRate();
    // The rate is a float32, as Keras' is.
    if (old <= (float) options.minLr()) {
      return false;
    }
    double lowered = Math.max(old * options.factor(), options.minLr());
    fitting.setLearningRate(lowered);
    if (options.verbose() > 0) {
      Messages.say(
          "\nEpoch "
              + (epoch + 1)
              + ": ReduceLROnPlateau reducing learning rate to "
              + PythonText.repr(lowered)
              + ".");
    }
    return true;
  }
}
