package dev.tenon.runtime.tensorflow.training;

import dev.tenon.internal.thread.ThreadLimit;
import dev.tenon.runtime.tensorflow.session.NativeInputs;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of a run, made by another thread while an earlier one runs: to copy rows that are
 * picked from a large array takes a seventh of what a small network takes to learn from them.
 *
 * <p>Who wants them makes them where no other thread has begun, so nobody waits for a busy pool.
 */
final class MadeInputs implements AutoCloseable {
  /** Of no run. */
  static final MadeInputs NONE = new MadeInputs(null);

  private final @Nullable FutureTask<NativeInputs> task;
  private final AtomicBoolean begun = new AtomicBoolean();
  private @Nullable ForkJoinTask<?> queued;
  private boolean given;

  private MadeInputs(@Nullable FutureTask<NativeInputs> task) {
    this.task = task;
  }

  /**
   * Begins to make them.
   *
   * @param aside whether another thread is to make them, if there may be and is one
   */
  static MadeInputs begin(Supplier<NativeInputs> maker, boolean aside) {
    FutureTask<NativeInputs> task = new FutureTask<>(maker::get);
    MadeInputs made = new MadeInputs(task);
    if (aside && ThreadLimit.isOpen() && Runtime.getRuntime().availableProcessors() > 1) {
      try {
        made.queued = ForkJoinPool.commonPool().submit(() -> made.make(task));
      } catch (RejectedExecutionException e) {
        // The pool has ended or is full: who wants them makes them.
      }
    }
    return made;
  }

  private void make(FutureTask<NativeInputs> wanted) {
    if (begun.compareAndSet(false, true)) {
      wanted.run();
    }
  }

  /** Returns them, which the caller closes; an interrupt lets them be made before it acts. */
  NativeInputs get() {
    FutureTask<NativeInputs> wanted = task;
    if (wanted == null) {
      throw new IllegalStateException("there are no inputs");
    }
    given = true;
    make(wanted);
    leaveQueue();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return wanted.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A busy pool would keep them until it comes to them. */
  private void leaveQueue() {
    ForkJoinTask<?> waiting = queued;
    if (waiting != null) {
      boolean unused = waiting.tryUnfork();
    }
  }

  /** Frees them where nobody asked for them. */
  @Override
  public void close() {
    FutureTask<NativeInputs> unwanted = task;
    if (unwanted == null || given) {
      return;
    }
    if (begun.compareAndSet(false, true)) {
      boolean unused = unwanted.cancel(false);
      leaveQueue();
      return;
    }
    try {
      get().close();
    } catch (RuntimeException | Error e) {
      // The failure that made them unwanted is the one to be seen.
    }
  }
}
