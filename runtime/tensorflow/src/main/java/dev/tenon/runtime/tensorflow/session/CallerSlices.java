package dev.tenon.runtime.tensorflow.session;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Callers whose own threads compute give their cores up after 0.3 ms, where they are more than the
 * cores.
 *
 * <p>Left to the system, each computes for some milliseconds, some dozens of runs, and then waits
 * for as long as all others do so: more than one run in a hundred. A caller that loses its core
 * within a run also holds locks of the allocator meanwhile, for which others wait.
 */
final class CallerSlices {
  private static final long SLICE_NANOS = 300_000;

  /** Who comes back later has not computed all the time: its slice begins anew. */
  private static final long AWAY_NANOS = 100_000;

  private static final CallerSlices ALL =
      new CallerSlices(
          Runtime.getRuntime().availableProcessors(), System::nanoTime, CallerSlices::giveUp);

  private final int cores;
  private final LongSupplier nanoTime;
  private final Runnable giveUp;
  private final AtomicInteger callers = new AtomicInteger();

  /** The begin of a thread's slice and the end of its last run; an array, to hold no class. */
  private final ThreadLocal<long[]> slices = ThreadLocal.withInitial(() -> new long[2]);

  CallerSlices(int cores, LongSupplier nanoTime, Runnable giveUp) {
    this.cores = cores;
    this.nanoTime = nanoTime;
    this.giveUp = giveUp;
  }

  /** Returns those of all models. */
  static CallerSlices all() {
    return ALL;
  }

  // A hint is all that is wanted: nothing depends on who computes next.
  @SuppressWarnings("ThreadPriorityCheck")
  private static void giveUp() {
    Thread.yield();
  }

  /** Makes a run on the caller's thread. */
  <T> T run(Supplier<T> call) {
    int together = callers.incrementAndGet();
    try {
      if (together <= cores) {
        return call.get();
      }
      long[] slice = slices.get();
      long begin = nanoTime.getAsLong();
      if (begin - slice[1] > AWAY_NANOS) {
        slice[0] = begin;
      }
      T result = call.get();
      slice[1] = nanoTime.getAsLong();
      if (slice[1] - slice[0] > SLICE_NANOS && callers.get() > cores) {
        // As one of the callers still: those who have given up their cores wait for one, too.
        giveUp.run();
        slice[1] = nanoTime.getAsLong();
        slice[0] = slice[1];
      }
      return result;
    } finally {
      callers.decrementAndGet();
    }
  }
}
