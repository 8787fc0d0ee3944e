package dev.tenon.runtime.tensorflow.training;

import dev.tenon.internal.thread.ThreadLimit;
import dev.tenon.runtime.tensorflow.session.NativeInputs;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
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
  private boolean given;

  private MadeInputs(@Nullable FutureTask<NativeInputs> task) {
    this.task = task;
  }

  /**
   * Begins to make them.
   *
   * @param aside whether another thread is to make them
   */
  static MadeInputs begin(Supplier<NativeInputs> maker, boolean aside) {
    FutureTask<NativeInputs> task = new FutureTask<>(maker::get);
    if (aside && ThreadLimit.isOpen()) {
      ForkJoinPool.commonPool().execute(task);
    }
    return new MadeInputs(task);
  }

  /** Returns them, which are the caller's now; an interrupt lets them be made before it acts. */
  NativeInputs get() {
    FutureTask<NativeInputs> wanted = task;
    if (wanted == null) {
      throw new IllegalStateException("there are no inputs");
    }
    given = true;
    wanted.run();
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

  /** Frees them where nobody asked for them. */
  @Override
  public void close() {
    FutureTask<NativeInputs> unwanted = task;
    if (unwanted == null || given) {
      return;
    }
    try {
      get().close();
    } catch (RuntimeException e) {
      // The failure that made them unwanted is the one to be seen.
    }
  }
}
