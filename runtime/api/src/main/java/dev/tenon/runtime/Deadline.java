package dev.tenon.runtime;

import dev.tenon.error.RunStoppedException;
import dev.tenon.error.RunStoppedException.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The time until which a run, or a series of runs, must have ended. Immutable. */
public final class Deadline {
  /** No limit of time: a run still ends when its thread is interrupted. */
  public static final Deadline NONE = new Deadline(null, 0);

  private final @Nullable Duration allowed;
  private final long end;

  private Deadline(@Nullable Duration allowed, long end) {
    this.allowed = allowed;
    this.end = end;
  }

  /**
   * Returns the deadline that begins now.
   *
   * @param allowed how long from now on; null for no limit
   * @throws IllegalArgumentException if the time is not positive
   */
  public static Deadline after(@Nullable Duration allowed) {
    if (allowed == null) {
      return NONE;
    }
    long nanos = RunLimits.checked(allowed).toNanos();
    return new Deadline(allowed, System.nanoTime() + nanos);
  }

  /** Returns whether time is limited. */
  public boolean isLimited() {
    return allowed != null;
  }

  /** Returns how many nanoseconds are left, 0 if the time is over. */
  public long remainingNanos() {
    return allowed == null ? Long.MAX_VALUE : Math.max(0, end - System.nanoTime());
  }

  /**
   * Returns normally where work may go on.
   *
   * @throws RunStoppedException if the thread is interrupted, its flag stays set, or the time is
   *     over
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

  /** Returns the exception for a run that took too long. */
  public RunStoppedException passed(@Nullable Throwable cause) {
    return new RunStoppedException(
        Reason.TIMEOUT, "the run was stopped: it took longer than its time-out, " + allowed, cause);
  }
}
