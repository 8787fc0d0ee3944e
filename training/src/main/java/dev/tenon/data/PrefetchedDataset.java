package dev.tenon.data;

import dev.tenon.internal.data.LendingPass;
import dev.tenon.internal.data.Lent;
import dev.tenon.internal.thread.DaemonThreads;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A data set that is read ahead of who takes its batches.
 *
 * <p>A pass that is left in the middle holds no thread: reading ends when enough batches wait.
 */
record PrefetchedDataset(Dataset source, int ahead) implements DerivedDataset {
  private static final Executor READERS =
      Executors.newCachedThreadPool(DaemonThreads.named("tenon-prefetch"));

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

  private final class Ahead implements LendingPass<Batch> {
    private final int epoch;
    private final Deque<Lent<Batch>> ready = new ArrayDeque<>();

    /** Belongs to the task that reads, of which there is one at a time. */
    private @Nullable Iterator<Batch> batches;

    private boolean reading;
    private boolean ended;
    private @Nullable Throwable failure;

    Ahead(int epoch) {
      this.epoch = epoch;
      start();
    }

    /**
     * Has batches read until enough are ready: each start of a task costs the waking of a thread.
     */
    private void start() {
      reading = true;
      READERS.execute(this::read);
    }

    private void read() {
      boolean more = true;
      while (more) {
        try {
          Iterator<Batch> pass = batches;
          if (pass == null) {
            pass = source.pass(epoch);
            batches = pass;
          }
          Lent<Batch> batch = pass.hasNext() ? LendingPass.lend(pass) : null;
          if (batch != null) {
            batch.value().read();
          }
          more = add(batch, null);
        } catch (Throwable e) { // Whatever it is, who waits for a batch is told.
          more = add(null, e);
        }
      }
    }

    /** Adds a batch, or the end, and says whether to read on. */
    private synchronized boolean add(@Nullable Lent<Batch> batch, @Nullable Throwable thrown) {
      if (batch == null) {
        ended = true;
        failure = thrown;
      } else {
        ready.add(batch);
      }
      reading = !ended && ready.size() < ahead;
      notifyAll();
      return reading;
    }

    @Override
    public synchronized boolean hasNext() {
      boolean interrupted = false;
      while (ready.isEmpty() && !ended) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        // Who trains looks at it after the step.
        Thread.currentThread().interrupt();
      }
      if (ready.isEmpty() && failure != null) {
        throw new IllegalStateException("reading ahead failed: " + failure.getMessage(), failure);
      }
      return !ready.isEmpty();
    }

    @Override
    public synchronized Lent<Batch> lend() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Lent<Batch> batch = ready.remove();
      if (!reading && !ended && ready.size() <= ahead / 2) {
        start();
      }
      return batch;
    }
  }
}
