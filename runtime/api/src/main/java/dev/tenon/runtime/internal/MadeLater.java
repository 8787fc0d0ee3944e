package dev.tenon.runtime.internal;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that is made when it has been wanted so often that it is worth its time, such as a
 * second session; where that fails, its users go on without.
 *
 * @param <T> what is made
 */
public final class MadeLater<T> {
  private final int worth;
  private final AtomicInteger wanted = new AtomicInteger();
  private @Nullable Supplier<T> maker;
  private volatile @Nullable T made;

  /**
   * Makes nothing yet.
   *
   * @param worth after how many wishes it is made
   * @param maker makes it, at most once
   */
  public MadeLater(int worth, Supplier<T> maker) {
    this.worth = worth;
    this.maker = maker;
  }

  /** Returns it to somebody who wants it; null while it is not worth it. */
  public @Nullable T want() {
    if (made == null && wanted.incrementAndGet() == worth) {
      make();
    }
    return made;
  }

  /** Returns it; null while it is not made. */
  public @Nullable T get() {
    return made;
  }

  private synchronized void make() {
    Supplier<T> known = maker;
    maker = null;
    if (known != null) {
      try {
        made = known.get();
      } catch (RuntimeException e) {
        // Who would have used it has another way.
      }
    }
  }

  /** Ends the making: what is not made by now never is. Returns what there is. */
  public synchronized @Nullable T end() {
    maker = null;
    return made;
  }
}
