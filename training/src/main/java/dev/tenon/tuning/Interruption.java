package dev.tenon.tuning;

import dev.tenon.callbacks.Callback;
import dev.tenon.callbacks.Fitting;
import dev.tenon.callbacks.Logs;
import java.util.concurrent.CancellationException;

/** Lets an interrupt of the thread end a training. */
final class Interruption {
  /** Stops a training after the present batch; has no state. */
  static final Callback CALLBACK =
      new Callback() {
        @Override
        public void onTrainBatchEnd(Fitting fitting, int batch, Logs logs) {
          if (Thread.currentThread().isInterrupted()) {
            fitting.stopTraining();
          }
        }
      };

  private Interruption() {}

  /** Throws where the thread was interrupted; it stays so. */
  static void check() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("the fit was interrupted");
    }
  }
}
