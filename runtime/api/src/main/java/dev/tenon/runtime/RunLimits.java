package dev.tenon.runtime;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much one run of a model may take, for programs that run models of strangers.
 *
 * <p>A run that reaches a limit ends with a {@link dev.tenon.error.RunStoppedException}. The
 * defaults are beyond what a model of practical use needs.
 *
 * @param time how long one call of predict may take, all its batches together; null for no limit,
 *     the default
 * @param elements how many elements one value may have. Sizes that a file says are checked always;
 *     sizes that only the data of a run decide, as of ONNX's Expand, where the limit is below the
 *     default of 2,147,483,648, which is 8 GiB of float32
 * @param loopTurns how many turns one ONNX Loop may make; 10,000,000 by default
 */
public record RunLimits(@Nullable Duration time, long elements, long loopTurns) {
  /** Beyond what a model of practical use needs. */
  public static final RunLimits DEFAULTS = new RunLimits(null, 1L << 31, 10_000_000);

  private static final Duration LONGEST = Duration.ofDays(36_500);

  public RunLimits {
    if (time != null) {
      time = checked(time);
    }
    require(elements >= 1, "elements", elements);
    require(loopTurns >= 1, "loopTurns", loopTurns);
    // One more can still be counted.
    loopTurns = Math.min(loopTurns, Long.MAX_VALUE - 1);
  }

  /** Returns the same limits with another time; null for no limit. */
  public RunLimits time(@Nullable Duration limit) {
    return new RunLimits(limit, elements, loopTurns);
  }

  /** Returns the same limits with another number of elements of one value. */
  public RunLimits elements(long limit) {
    return new RunLimits(time, limit, loopTurns);
  }

  /** Returns the same limits with another number of turns of one loop. */
  public RunLimits loopTurns(long limit) {
    return new RunLimits(time, elements, limit);
  }

  /**
   * Returns whether a run checks the sizes that only its data decide. It costs some microseconds
   * for each such operator, and is done where the limit is below the default.
   */
  public boolean checksInRun() {
    return elements < DEFAULTS.elements;
  }

  /** Returns a time that can be counted in nanoseconds. */
  static Duration checked(Duration time) {
    require(!time.isNegative() && !time.isZero(), "time", time);
    return time.compareTo(LONGEST) > 0 ? LONGEST : time;
  }

  private static void require(boolean holds, String what, Object received) {
    if (!holds) {
      throw new IllegalArgumentException(
          "run limits: " + what + " must be positive, received " + received);
    }
  }
}
