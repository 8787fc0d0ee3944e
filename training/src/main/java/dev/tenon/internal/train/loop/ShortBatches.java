package dev.tenon.internal.train.loop;

import dev.tenon.data.Batch;
import dev.tenon.internal.thread.DaemonThreads;
import dev.tenon.internal.thread.ThreadLimit;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Batches that are predicted in two threads where each takes little time: what surrounds a short
 * run, such as the copying of a result, then does not keep the next batch waiting.
 *
 * <p>A batch that takes longer keeps all threads of the engine busy by itself, and two of them
 * would need twice the memory.
 */
final class ShortBatches {
  private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private static final Executor HELPERS =
      Executors.newCachedThreadPool(DaemonThreads.named("tenon-predict"));

  private final Iterator<Batch> batches;
  private final Function<Batch, Map<String, Tensor>> step;
  private final List<@Nullable Map<String, Tensor>> results = new ArrayList<>();
  private @Nullable Throwable failure;

  private ShortBatches(Iterator<Batch> batches, Function<Batch, Map<String, Tensor>> step) {
    this.batches = batches;
    this.step = step;
  }

  /**
   * Predicts all batches.
   *
   * @param batches read by two threads, in turn
   * @param step predicts one of them; two threads may call it
   * @return what it gave, in the order of the batches
   */
  static List<Map<String, Tensor>> run(
      Iterator<Batch> batches, Function<Batch, Map<String, Tensor>> step) {
    return run(batches, step, SHORT_NANOS);
  }

  /**
   * Predicts all batches.
   *
   * @param shorter what a batch must take less than, in nanoseconds
   */
  static List<Map<String, Tensor>> run(
      Iterator<Batch> batches, Function<Batch, Map<String, Tensor>> step, long shorter) {
    ShortBatches runs = new ShortBatches(batches, step);
    // The first may compile the graph, the second says how long one takes.
    runs.one();
    long start = System.nanoTime();
    runs.one();
    if (System.nanoTime() - start < shorter && mayUseThreads()) {
      runs.together();
    }
    while (runs.one()) {}
    return runs.results.stream().<Map<String, Tensor>>map(Objects::requireNonNull).toList();
  }

  private static boolean mayUseThreads() {
    return ThreadLimit.isOpen() && Runtime.getRuntime().availableProcessors() > 1;
  }

  private void together() {
    CompletableFuture<Void> helper = CompletableFuture.runAsync(this::all, HELPERS);
    all();
    helper.join();
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /** Predicts until there is no batch, or one has failed in either thread. */
  private void all() {
    try {
      while (one()) {}
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  private synchronized void fail(Throwable reason) {
    if (failure == null) {
      failure = reason;
    }
  }

  /** Predicts the next batch; returns whether there was one. */
  private boolean one() {
    Batch batch;
    int place;
    synchronized (this) {
      if (failure != null || !batches.hasNext()) {
        return false;
      }
      batch = batches.next();
      place = results.size();
      results.add(null);
    }
    Map<String, Tensor> result = step.apply(batch);
    synchronized (this) {
      results.set(place, result);
    }
    return true;
  }
}
