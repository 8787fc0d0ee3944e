package dev.tenon.callbacks;

import dev.tenon.tensor.PythonText;

/**
 * Ends the training when a batch's loss is NaN or infinite.
 *
 * @see <a href="https://keras.io/api/callbacks/terminate_on_nan/">Keras: TerminateOnNaN</a>
 */
public final class TerminateOnNaN implements Callback {
  private final boolean raiseError;

  TerminateOnNaN(boolean raiseError) {
    this.raiseError = raiseError;
  }

  /** Throws instead of ending the training in order, so that no other callback ends its work. */
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
