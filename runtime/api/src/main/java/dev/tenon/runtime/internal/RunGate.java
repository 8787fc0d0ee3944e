package dev.tenon.runtime.internal;

import dev.tenon.error.RunStoppedException;
import dev.tenon.error.RunStoppedException.Reason;
import dev.tenon.internal.thread.DaemonThreads;
import dev.tenon.runtime.Deadline;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Admits runs of native code until it is closed, and stops runs that are interrupted or exceed
 * their deadline.
 *
 * <p>It frees native memory after the last run. A run without a deadline stays on its thread. One
 * with a deadline runs on a daemon thread, so that the caller continues even if native code does
 * not stop; memory is freed when that code ends.
 */
public final class RunGate {
  /** How long a run that was asked to stop may take for it before its caller leaves it. */
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final ExecutorService RUNNERS =
      Executors.newCachedThreadPool(DaemonThreads.named("tenon-run"));

  private final String label;
  private int running;
  private int left;
  private boolean closed;
  private @Nullable Runnable deferred;

  /**
   * Creates an open gate.
   *
   * @param label the name of the run in messages, such as {@code the model 'a'}
   */
  public RunGate(String label) {
    this.label = label;
  }

  /**
   * Makes a run.
   *
   * @param deadline when it must have ended
   * @param stop asks native code to stop, from another thread and while it runs; null if nothing
   *     can
   * @param call the run
   * @throws RunStoppedException if it was stopped
   * @throws IllegalStateException if the gate is closed
   */
  public <T> T run(Deadline deadline, @Nullable Runnable stop, Supplier<T> call) {
    if (deadline.isLimited()) {
      return elsewhere(deadline, stop, call);
    }
    enter();
    try {
      return stop == null ? call.get() : watched(stop, call);
    } finally {
      leave(false);
    }
  }

  private static <T> T watched(Runnable stop, Supplier<T> call) {
    InterruptWatch.Entry entry = InterruptWatch.enter(stop);
    try {
      return call.get();
    } catch (RuntimeException e) {
      throw entry.end() ? Deadline.interrupted(e) : e;
    } finally {
      entry.end();
    }
  }

  private <T> T elsewhere(Deadline deadline, @Nullable Runnable stop, Supplier<T> call) {
    enter();
    Errand<T> errand = new Errand<>(stop, call);
    Future<T> result;
    try {
      result = RUNNERS.submit(errand::make);
    } catch (RuntimeException | Error e) {
      leave(false);
      throw e;
    }
    try {
      return result.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return errand.stopped(result, deadline.passed(null));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return errand.stopped(result, Deadline.interrupted(e));
    } catch (ExecutionException e) {
      // TensorFlow keeps the time itself and may be the first to say so.
      throw deadline.remainingNanos() == 0 ? deadline.passed(e.getCause()) : failure(e.getCause());
    }
  }

  private static RuntimeException failure(@Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
  }

  /** How far a run on another thread is: its caller waits, has left it, or may take its result. */
  private enum State {
    RUNNING,
    LEFT,
    ENDED
  }

  /** A run on another thread. */
  private final class Errand<T> {
    private final @Nullable Runnable stop;
    private final Supplier<T> call;
    private State state = State.RUNNING;

    Errand(@Nullable Runnable stop, Supplier<T> call) {
      this.stop = stop;
      this.call = call;
    }

    T make() {
      try {
        return call.get();
      } finally {
        boolean wasLeft;
        synchronized (this) {
          wasLeft = state == State.LEFT;
          state = State.ENDED;
        }
        leave(wasLeft);
      }
    }

    /** Asks the run to stop, waits for a moment, and abandons it if it continues. */
    T stopped(Future<T> result, RunStoppedException reason) {
      synchronized (this) {
        if (state == State.RUNNING && stop != null) {
          stop.run();
        }
      }
      // After an interrupt there is no waiting: the caller wants to go on.
      if (reason.reason() == Reason.TIMEOUT || stop != null) {
        awaitEnd(result);
      }
      synchronized (this) {
        if (state == State.RUNNING) {
          state = State.LEFT;
          left(1);
        }
      }
      throw reason;
    }

    private void awaitEnd(Future<T> result) {
      boolean interrupted = Thread.interrupted();
      try {
        result.get(GRACE_NANOS, TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException | TimeoutException | CancellationException e) {
        // The reason to stop is what the caller is told.
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  private synchronized void enter() {
    if (closed) {
      throw new IllegalStateException(label + " is closed");
    }
    running++;
  }

  private synchronized void left(int more) {
    left += more;
    notifyAll();
  }

  private void leave(boolean wasLeft) {
    Runnable free = null;
    synchronized (this) {
      running--;
      if (wasLeft) {
        left--;
      }
      if (running == 0) {
        free = deferred;
        deferred = null;
      }
      if (closed) {
        notifyAll();
      }
    }
    if (free != null) {
      free.run();
    }
  }

  /**
   * Admits no further runs and frees native memory after the runs in progress, or later if a caller
   * has abandoned one. A second call does nothing.
   */
  public void close(Runnable free) {
    boolean interrupted = false;
    boolean later;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      while (running > left) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      later = running > 0;
      if (later) {
        deferred = free;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (!later) {
      free.run();
    }
  }
}
