package dev.tenon.runtime.onnxruntime;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a run of a session needs for itself, kept for later runs: to make it takes a tenth of the
 * run of a small model. Safe for use by several threads.
 */
final class Spares<T> {
  private final Supplier<T> maker;
  private final Consumer<T> end;
  private final int most;
  private final ConcurrentLinkedQueue<T> free = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean closed;

  /**
   * Makes an empty store.
   *
   * @param maker makes what is taken where none is free
   * @param end frees what is not kept
   * @param most how many are kept
   */
  Spares(Supplier<T> maker, Consumer<T> end, int most) {
    this.maker = maker;
    this.end = end;
    this.most = most;
  }

  /** Returns one for a run that begins. */
  T take() {
    T known = free.poll();
    if (known == null) {
      return maker.get();
    }
    count.decrementAndGet();
    return known;
  }

  /** Takes back what a run has used, to be kept if a later one can use it. */
  void takeBack(T used, boolean usable) {
    if (usable && !closed && count.get() < most) {
      count.incrementAndGet();
      free.add(used);
    } else {
      end.accept(used);
    }
  }

  /** Frees those that no run uses; the others as they come back. */
  void close() {
    closed = true;
    for (T each = free.poll(); each != null; each = free.poll()) {
      end.accept(each);
    }
  }
}
