package dev.tenon.data;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * A data set that is read ahead of who takes its batches.
 *
 * <p>A pass that is left in the middle holds no thread: batches are read one by one, each asked for
 * when one is taken.
 */
record PrefetchedDataset(Dataset source, int ahead) implements DerivedDataset {
  private static final Executor READERS =
      Executors.newCachedThreadPool(
          task -> {
            Thread reader = new Thread(task, "tenon-prefetch");
            reader.setDaemon(true);
            return reader;
          });

  PrefetchedDataset {
    if (ahead < 1) {
      throw new IllegalArgumentException(
          "prefetch(ahead): ahead is " + ahead + ", must be at least 1");
    }
  }

  @Override
  public Iterator<Batch> pass(int epoch) {
    return new Ahead(epoch);
  }

  private final class Ahead implements Iterator<Batch> {
    private final Deque<CompletableFuture<Optional<Batch>>> asked = new ArrayDeque<>();
    private final CompletableFuture<Iterator<Batch>> batches;
    private CompletableFuture<Optional<Batch>> last;

    Ahead(int epoch) {
      batches = CompletableFuture.supplyAsync(() -> source.pass(epoch), READERS);
      last = batches.thenApplyAsync(Ahead::read, READERS);
      asked.add(last);
      while (asked.size() < ahead) {
        ask();
      }
    }

    private static Optional<Batch> read(Iterator<Batch> batches) {
      return batches.hasNext() ? Optional.of(batches.next()) : Optional.empty();
    }

    /** Has one more batch read, after the one before it. */
    private void ask() {
      last =
          last.thenApplyAsync(before -> before.isEmpty() ? before : read(batches.join()), READERS);
      asked.add(last);
    }

    private Optional<Batch> first() {
      try {
        return asked.element().join();
      } catch (CompletionException e) {
        Throwable failure = e.getCause() == null ? e : e.getCause();
        throw new IllegalStateException("reading ahead failed: " + failure.getMessage(), failure);
      }
    }

    @Override
    public boolean hasNext() {
      return first().isPresent();
    }

    @Override
    public Batch next() {
      Batch batch = first().orElseThrow(NoSuchElementException::new);
      asked.remove();
      ask();
      return batch;
    }
  }
}
