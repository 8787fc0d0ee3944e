package dev.tenon.callbacks;

import dev.tenon.tensor.PythonText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lowers the learning rate when a number has not got better for some epochs.
 *
 * <p>Adds {@code learning_rate} to the logs. Written as {@code
 * reduceLROnPlateau().factor(0.2).patience(5)}; each of these returns a new callback.
 *
 * @see <a href="https://keras.io/api/callbacks/reduce_lr_on_plateau/">Keras: ReduceLROnPlateau</a>
 */
public final class ReduceLROnPlateau implements Callback {
  private static final String NAME = "ReduceLROnPlateau";

  private final ReduceLROnPlateauOptions options;
  private final Monitor monitor;
  private @Nullable Double best;
  private int wait;
  private int cooling;

  ReduceLROnPlateau(ReduceLROnPlateauOptions options) {
    this.options = options;
    this.monitor = new Monitor(NAME, options.monitor(), options.mode(), options.minDelta());
  }

  /** Watches another number than {@code val_loss}. */
  public ReduceLROnPlateau monitor(String name) {
    return new ReduceLROnPlateau(options.withMonitor(name));
  }

  /**
   * Says what the rate is multiplied by; 0.1.
   *
   * @throws IllegalArgumentException for 1 and more
   */
  public ReduceLROnPlateau factor(double factor) {
    return new ReduceLROnPlateau(options.withFactor(factor));
  }

  /** Says after how many epochs that were no better the rate is lowered; 10. */
  public ReduceLROnPlateau patience(int epochs) {
    return new ReduceLROnPlateau(options.withPatience(epochs));
  }

  /** Prints what is done where the number is 1; 0. */
  public ReduceLROnPlateau verbose(int much) {
    return new ReduceLROnPlateau(options.withVerbose(much));
  }

  /** Says which way is better: {@code min}, {@code max}, or {@code auto} by the metric's name. */
  public ReduceLROnPlateau mode(String word) {
    return new ReduceLROnPlateau(options.withMode(Monitor.Mode.of(word)));
  }

  /** Says by how much a value must be better to count; 1e-4. */
  public ReduceLROnPlateau minDelta(double difference) {
    return new ReduceLROnPlateau(options.withMinDelta(difference));
  }

  /** Says how many epochs after a change are not counted; 0. */
  public ReduceLROnPlateau cooldown(int epochs) {
    return new ReduceLROnPlateau(options.withCooldown(epochs));
  }

  /** Says what the rate never falls below; 0. */
  public ReduceLROnPlateau minLr(double rate) {
    return new ReduceLROnPlateau(options.withMinLr(rate));
  }

  @Override
  public void onTrainBegin(Fitting fitting) {
    best = null;
    wait = 0;
    cooling = 0;
  }

  @Override
  public void onEpochEnd(Fitting fitting, int epoch, Map<String, Double> logs) {
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

  private boolean reduce(Fitting fitting, int epoch) {
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
