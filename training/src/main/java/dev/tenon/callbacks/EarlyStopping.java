package dev.tenon.callbacks;

import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stops training when a monitored value stops improving.
 *
 * <p>Setters return a new callback: {@code earlyStopping().patience(3).restoreBestWeights(true)}.
 * One callback can serve several trainings, one after another.
 *
 * @see <a href="https://keras.io/api/callbacks/early_stopping/">Keras: EarlyStopping</a>
 */
public final class EarlyStopping extends EarlyStoppingSetters implements Callback {
  private static final String NAME = "EarlyStopping";

  private final Monitor monitor;
  private int wait;
  private int stoppedEpoch;
  private int bestEpoch;
  private @Nullable Double best;
  private @Nullable Map<String, Tensor> bestWeights;

  EarlyStopping(EarlyStoppingOptions options) {
    super(options);
    this.monitor = new Monitor(NAME, options.monitor(), options.mode(), options.minDelta());
  }

  @Override
  EarlyStopping with(EarlyStoppingOptions changed) {
    return new EarlyStopping(changed);
  }

  /** Returns the epoch after which training stopped, from 0; 0 if it was not stopped. */
  public int stoppedEpoch() {
    return stoppedEpoch;
  }

  /** Returns the best epoch so far, from 0. */
  public int bestEpoch() {
    return bestEpoch;
  }

  /** Returns the best value so far; null before the first one. */
  public @Nullable Double best() {
    return best;
  }

  @Override
  public void onTrainBegin(TrainingRun fitting) {
    wait = 0;
    stoppedEpoch = 0;
    bestEpoch = 0;
    best = null;
    bestWeights = null;
  }

  @Override
  public void onEpochEnd(TrainingRun fitting, int epoch, Map<String, Double> logs) {
    monitor.resolve(fitting);
    Double current = monitor.value(logs);
    if (current == null) {
      Messages.warn(
          NAME,
          "Early stopping conditioned on metric `"
              + monitor.name()
              + "` which is not available. Available metrics are: "
              + String.join(",", logs.keySet()));
      return;
    }
    if (epoch < options.startFromEpoch()) {
      return;
    }
    if (options.restoreBestWeights() && bestWeights == null) {
      keep(fitting, epoch);
    }
    wait++;
    if (monitor.improves(current, best)) {
      best = current;
      bestEpoch = epoch;
      if (options.restoreBestWeights()) {
        keep(fitting, epoch);
      }
      if (monitor.improves(current, options.baseline())) {
        wait = 0;
      }
    } else if (wait >= options.patience() && epoch > 0) {
      stoppedEpoch = epoch;
      fitting.stopTraining();
    }
  }

  private void keep(TrainingRun fitting, int epoch) {
    Map<String, Tensor> weights = new LinkedHashMap<>(fitting.model().weights());
    // As in Keras, whose weights are neither seeds nor what stateful layers remember: those go on.
    weights.keySet().removeIf(EarlyStopping::isNoWeight);
    bestWeights = weights;
    bestEpoch = epoch;
  }

  private static boolean isNoWeight(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.equals("seed_generator_state") || name.startsWith("rnn_state");
  }

  @Override
  public void onTrainEnd(TrainingRun fitting, Map<String, Double> logs) {
    if (stoppedEpoch > 0 && options.verbose() > 0) {
      Messages.say("Epoch " + (stoppedEpoch + 1) + ": early stopping");
    }
    if (bestWeights != null) {
      if (options.verbose() > 0) {
        Messages.say(
            "Restoring model weights from the end of the best epoch: " + (bestEpoch + 1) + ".");
      }
      fitting.model().setWeights(bestWeights);
    }
  }
}
