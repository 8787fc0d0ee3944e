package dev.tenon.callbacks;

import java.util.Map;

/**
 * Evaluates with the moving averages of the weights, which an optimizer with {@code useEma} keeps.
 *
 * @see <a href="https://keras.io/api/callbacks/swap_ema_weights/">Keras: SwapEMAWeights</a>
 */
public final class SwapEMAWeights implements Callback {
  private final boolean swapOnEpoch;
  private boolean averagesInModel;

  SwapEMAWeights(boolean swapOnEpoch) {
    this.swapOnEpoch = swapOnEpoch;
  }

  /**
   * Sets whether the model keeps the averages at the end of epochs too, for callbacks that save it;
   * false by default.
   */
  public SwapEMAWeights swapOnEpoch(boolean swapped) {
    return new SwapEMAWeights(swapped);
  }

  @Override
  public void onTrainBegin(TrainingRun fitting) {
    averagesInModel = false;
  }

  @Override
  public void onEpochBegin(TrainingRun fitting, int epoch) {
    if (swapOnEpoch) {
      swap(fitting, false);
    }
  }

  @Override
  public void onEpochEnd(TrainingRun fitting, int epoch, Map<String, Double> logs) {
    if (swapOnEpoch) {
      swap(fitting, true);
    }
  }

  @Override
  public void onTestBegin(TrainingRun fitting) {
    swap(fitting, true);
  }

  @Override
  public void onTestEnd(TrainingRun fitting, Map<String, Double> logs) {
    swap(fitting, false);
  }

  private void swap(TrainingRun fitting, boolean averages) {
    if (averagesInModel != averages) {
      fitting.swapAverages();
      averagesInModel = averages;
    }
  }
}
