package dev.tenon.runtime.onnxruntime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The options of one run, by which another thread can end it between two operators. */
final class Terminator {
  private final Pool pool;
  private final RunOptions options;
  private boolean running;
  private boolean stopped;

  private Terminator(Pool pool) throws OrtException {
    this.pool = pool;
    this.options = new RunOptions();
  }

  RunOptions options() {
    return options;
  }

  private synchronized void begin() {
    running = true;
  }

  /** Asks the run to end; does nothing once it has. */
  synchronized void stop() {
    if (running && !stopped) {
      try {
        options.setTerminate(true);
        stopped = true;
      } catch (OrtException ignored) {
        // The run then goes on to its end, as one that was not asked to stop.
      }
    }
  }

  /** Says that the run has ended: the options serve the next one, unless they say to stop. */
  void end() {
    boolean usable;
    synchronized (this) {
      if (!running) {
        return;
      }
      running = false;
      usable = !stopped;
    }
    pool.takeBack(this, usable);
  }

  /** The options of one session's runs: making some takes a tenth of the run of a small model. */
  static final class Pool {
    private static final int MOST = 64;

    private final ConcurrentLinkedQueue<Terminator> free = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean closed;

    /** Returns options for a run that begins. */
    Terminator take() throws OrtException {
      Terminator known = free.poll();
      if (known != null) {
        count.decrementAndGet();
      }
      Terminator terminator = known == null ? new Terminator(this) : known;
      terminator.begin();
      return terminator;
    }

    private void takeBack(Terminator terminator, boolean usable) {
      if (usable && !closed && count.get() < MOST) {
        count.incrementAndGet();
        free.add(terminator);
      } else {
        terminator.options.close();
      }
    }

    /** Frees the options that no run uses. */
    void close() {
      closed = true;
      for (Terminator each = free.poll(); each != null; each = free.poll()) {
        each.options.close();
      }
    }
  }
}
