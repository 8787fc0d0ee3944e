package dev.tenon.data;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** A data set that a thread reads ahead. */
record PrefetchedDataset(Dataset source, int ahead) implements Dataset {
  PrefetchedDataset {
    if (ahead < 1) {
      throw new IllegalArgumentException(
          "prefetch(ahead): ahead is " + ahead + ", must be at least 1");
    }
  }

  /** A batch, the end, or what went wrong. */
  private record Item(@Nullable Batch batch, @Nullable Throwable failure) {}

  @Override
  public OptionalLong batches() {
    return source.batches();
  }

  @Override
  public Iterator<Batch> pass(int epoch) {
    BlockingQueue<Item> queue = new ArrayBlockingQueue<>(ahead);
    Thread reader = new Thread(() -> read(epoch, queue), "tenon-prefetch");
    reader.setDaemon(true);
    reader.start();
    return new Ahead(queue);
  }

  private void read(int epoch, BlockingQueue<Item> queue) {
    try {
      try {
        Iterator<Batch> batches = source.pass(epoch);
        while (batches.hasNext()) {
          queue.put(new Item(batches.next(), null));
        }
        queue.put(new Item(null, null));
      } catch (RuntimeException | Error e) {
        queue.put(new Item(null, e));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Ahead implements Iterator<Batch> {
    private final BlockingQueue<Item> queue;
    private @Nullable Item next;

    Ahead(BlockingQueue<Item> queue) {
      this.queue = queue;
    }

    @Override
    public boolean hasNext() {
      return peek().batch() != null;
    }

    @Override
    public Batch next() {
      Item item = peek();
      Batch batch = item.batch();
      if (batch == null) {
        throw new NoSuchElementException();
      }
      next = null;
      return batch;
    }

    private Item peek() {
      if (next == null) {
        try {
          next = queue.take();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("interrupted while waiting for a batch", e);
        }
      }
      Throwable failure = next.failure();
      if (failure != null) {
        throw new IllegalStateException("reading ahead failed: " + failure.getMessage(), failure);
      }
      return next;
    }
  }
}
