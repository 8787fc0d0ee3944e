package dev.tenon.callbacks;

import dev.tenon.tensor.PythonText;

/**
 * Stops training when the loss of a batch is NaN or infinite.
 *
 * @see <a href="https://keras.io/api/callbacks/terminate_on_nan/">Keras: TerminateOnNaN</a>
 */
public final class TerminateOnNaN implements Callback {
  private final boolean raiseError;

  TerminateOnNaN(boolean raiseError) {
    this.raiseError = raiseError;
  }

  /**
   * Sets whether to throw an {@link ArithmeticException} instead of a regular stop; false by
   * default.
   *
   * <p>The exception skips {@code onTrainEnd} of all callbacks.
   */
  public TerminateOnNaN raiseError(boolean thrown) {
    return new TerminateOnNaN(thrown);
  }

  @Override
  public void onTrainBatchEnd(TrainingRun fitting, int batch, Logs logs) {
    double loss = logs.loss();
    if (Double.isFinite(loss)) {
      return;
    }
    if (raiseError) {
      throw new ArithmeticException(
          "NaN or Inf loss encountered at batch "
              + batch
              + ". Loss value: "
              + PythonText.repr(loss)
              + ". Terminating training immediately.");
    }
    Messages.say("Batch " + batch + ": Invalid loss, terminating training");
    fitting.stopTraining();
  }
}
