package dev.tenon.tuning;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/** Runs trials on some threads. */
final class TrialPool {
  private TrialPool() {}

  /** A result and which trial it is of. */
  private record Done<R>(int index, R result) {}

  /**
   * Runs all and returns their results in order.
   *
   * @param done is told each result, with its number, on the calling thread
   * @throws CancellationException where the calling thread is interrupted; all trials have ended
   *     then
   */
  static <R> List<R> run(int threads, List<? extends Callable<R>> trials, ObjIntConsumer<R> done) {
    AtomicInteger number = new AtomicInteger();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(threads, trials.size())),
            task -> {
              Thread thread = new Thread(task, "tenon-trial-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    try {
      CompletionService<Done<R>> service = new ExecutorCompletionService<>(pool);
      for (int i = 0; i < trials.size(); i++) {
        int index = i;
        service.submit(() -> new Done<>(index, trials.get(index).call()));
      }
      List<@Nullable R> results = new ArrayList<>(Collections.nCopies(trials.size(), null));
      for (int i = 0; i < trials.size(); i++) {
        Done<R> finished = service.take().get();
        results.set(finished.index(), finished.result());
        done.accept(finished.result(), finished.index());
      }
      return List.copyOf(results);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the search was interrupted");
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    } finally {
      // Trials under way end after their present batch and close their models.
      pool.shutdownNow();
      await(pool);
    }
  }

  private static RuntimeException rethrown(@Nullable Throwable cause) {
    if (cause instanceof RuntimeException unchecked) {
      return unchecked;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return new IllegalStateException(cause);
  }

  private static void await(ExecutorService pool) {
    boolean interrupted = Thread.interrupted();
    while (!pool.isTerminated()) {
      try {
        pool.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
