package dev.tenon.zoo;

import dev.tenon.Model;
import dev.tenon.callbacks.Callback;
import dev.tenon.callbacks.Logs;
import dev.tenon.callbacks.TrainingRun;
import java.util.Map;

/** Tells the listener of a fine-tuning what happens in one of its fits. */
final class ListenerCallback implements Callback {
  private final Model whole;
  private final FineTuningListener listener;
  private boolean stopped;

  /**
   * Creates the callback.
   *
   * @param whole the model that is fine-tuned, of which the fitted one may be a part
   */
  ListenerCallback(Model whole, FineTuningListener listener) {
    this.whole = whole;
    this.listener = listener;
  }

  private Model present(TrainingRun fitting) {
    if (fitting.model() instanceof Model part && part != whole) {
      // Brings what was learned to the layers, which both models have.
      part.info().keras();
    }
    return whole;
  }

  private void check(TrainingRun fitting) {
    if (!stopped && listener.isStopped()) {
      stopped = true;
      fitting.stopTraining();
      listener.onStop(present(fitting));
    }
  }

  /** Says whether the listener has ended the training; asks it, between two parts. */
  boolean isStopped() {
    if (!stopped && listener.isStopped()) {
      stopped = true;
      listener.onStop(whole);
    }
    return stopped;
  }

  @Override
  public void onTrainBatchEnd(TrainingRun fitting, int batch, Logs logs) {
    check(fitting);
  }

  @Override
  public void onTestBatchEnd(TrainingRun fitting, int batch, Logs logs) {
    check(fitting);
  }

  @Override
  public void onEpochEnd(TrainingRun fitting, int epoch, Map<String, Double> logs) {
    if (!stopped) {
      listener.onEpochEnd(present(fitting), epoch);
    }
  }
}
