package dev.tenon.runtime.onnxruntime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;

/** The options of one run, by which another thread can end it between two operators. */
final class Terminator implements AutoCloseable {
  private final RunOptions options;
  private boolean closed;

  Terminator() throws OrtException {
    options = new RunOptions();
  }

  RunOptions options() {
    return options;
  }

  /** Asks the run to end; does nothing once it has. */
  synchronized void stop() {
    if (!closed) {
      try {
        options.setTerminate(true);
      } catch (OrtException e) {
        // The run then goes on to its end, as one that was not asked to stop.
        return;
      }
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      options.close();
    }
  }
}
