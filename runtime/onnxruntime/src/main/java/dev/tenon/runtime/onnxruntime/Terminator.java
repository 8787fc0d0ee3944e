package dev.tenon.runtime.onnxruntime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** One run, which another thread can end between two operators. */
final class Terminator {
  private final Pool pool;
  private final RunOptions options;
  private boolean ended;
  private boolean stopped;

  private Terminator(Pool pool, RunOptions options) {
    this.pool = pool;
    this.options = options;
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
    pool.takeBack(options, usable);
  }

  /** The options of one session's runs: making some takes a tenth of the run of a small model. */
  static final class Pool {
    private static final int MOST = 64;

    private final ConcurrentLinkedQueue<RunOptions> free = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean closed;

    /** Returns what ends a run that begins. */
    Terminator take() {
      RunOptions known = free.poll();
      if (known == null) {
        return new Terminator(this, fresh());
      }
      count.decrementAndGet();
      return new Terminator(this, known);
    }

    private static RunOptions fresh() {
      try {
        return new RunOptions();
      } catch (OrtException e) {
        throw new IllegalStateException("ONNX Runtime begins no run: " + e.getMessage(), e);
      }
    }

    private void takeBack(RunOptions options, boolean usable) {
      if (usable && !closed && count.get() < MOST) {
        count.incrementAndGet();
        free.add(options);
      } else {
        options.close();
      }
    }

    /** Frees the options that no run uses. */
    void close() {
      closed = true;
      for (RunOptions each = free.poll(); each != null; each = free.poll()) {
        each.close();
      }
    }
  }
}
