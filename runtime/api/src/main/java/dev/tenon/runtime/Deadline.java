package dev.tenon.runtime;

import dev.tenon.error.RunStoppedException;
import dev.tenon.error.RunStoppedException.Reason;
import dev.tenon.limits.RunLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The time by which a run or a series of runs must end. Immutable. */
public final class Deadline {
  /** No time limit; an interrupt of its thread still ends a run. */
  public static final Deadline NONE = new Deadline(null, 0);

  private final @Nullable Duration allowed;
  private final long end;

  private Deadline(@Nullable Duration allowed, long end) {
    this.allowed = allowed;
    this.end = end;
  }

  /**
   * Returns a deadline from now on.
   *
   * @param allowed the time from now on; null for no limit
   * @throws IllegalArgumentException if the time is not positive
   */
  public static Deadline after(@Nullable Duration allowed) {
    Duration time = allowed == null ? null : RunLimits.DEFAULTS.time(allowed).time();
    return time == null ? NONE : new Deadline(allowed, System.nanoTime() + time.toNanos());
  }

  /** Returns whether time is limited. */
  public boolean isLimited() {
    return allowed != null;
  }

  /** Returns the remaining nanoseconds, 0 after the deadline. */
  public long remainingNanos() {
    return allowed == null ? Long.MAX_VALUE : Math.max(0, end - System.nanoTime());
  }

  /**
   * Checks that work may continue.
   *
   * @throws RunStoppedException if the thread is interrupted, whose flag stays set, or the deadline
   *     has passed
   */
  public void check() {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted(null);
    }
    if (allowed != null && remainingNanos() == 0) {
      throw passed(null);
    }
  }

  /** Returns the exception for an interrupted thread. */
  public static RunStoppedException interrupted(@Nullable Throwable cause) {
    return new RunStoppedException(
        Reason.INTERRUPT, "the run was stopped: its thread was interrupted", cause);
  }

  /** Returns the exception for a run beyond its deadline. */
  public RunStoppedException passed(@Nullable Throwable cause) {
    return new RunStoppedException(
        Reason.TIMEOUT, "the run was stopped: it took longer than its time-out, " + allowed, cause);
  }
}
