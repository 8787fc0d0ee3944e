package dev.tenon.runtime.onnxruntime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;

/** One run, which another thread can end between two operators. */
final class Terminator {
  private static final int MOST = 64;

  private final Spares<RunOptions> spares;
  private final RunOptions options;
  private boolean ended;
  private boolean stopped;

  /** Makes what ends a run that begins. */
  Terminator(Spares<RunOptions> spares) {
    this.spares = spares;
    this.options = spares.take();
  }

  RunOptions options() {
    return options;
  }

  /** Asks the run to end; does nothing once it has. */
  synchronized void stop() {
    if (!ended && !stopped) {
      try {
        options.setTerminate(true);
        stopped = true;
      } catch (OrtException ignored) {
        // The run then goes on to its end, as one that was not asked to stop.
      }
    }
  }

  /** Says that the run has ended: its options serve the next one, unless they say to stop. */
  void end() {
    boolean usable;
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      usable = !stopped;
    }
    spares.takeBack(options, usable);
  }

  /** Returns a store of options for the runs of one session. */
  static Spares<RunOptions> spares() {
    return new Spares<>(Terminator::fresh, RunOptions::close, MOST);
  }

  private static RunOptions fresh() {
    try {
      return new RunOptions();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime begins no run: " + e.getMessage(), e);
    }
  }
}
