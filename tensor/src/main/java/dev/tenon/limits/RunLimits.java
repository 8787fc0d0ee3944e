package dev.tenon.limits;

import dev.tenon.internal.options.Setters;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits of one run of a model, for programs that run untrusted models.
 *
 * <p>A run that reaches a limit ends with a {@link dev.tenon.error.RunStoppedException}. The
 * defaults exceed practical needs.
 *
 * @param time the time of one call of predict with all its batches; null, the default, for no limit
 * @param elements the elements of one value; 2,147,483,648 by default (8 GiB of float32). A lower
 *     limit also applies to sizes that depend on the data, as of ONNX's Expand
 * @param loopTurns the iterations of one ONNX Loop; 10,000,000 by default
 */
@Setters
public record RunLimits(@Nullable Duration time, long elements, long loopTurns)
    implements RunLimitsSetters {
  /** The defaults, which exceed practical needs. */
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

  /**
   * Returns whether a run checks sizes that depend on its data: if the limit is below the default.
   * It costs some microseconds for each such operator.
   */
  public boolean checksInRun() {
    return elements < DEFAULTS.elements;
  }

  /** Returns a time that can be counted in nanoseconds. */
  private static Duration checked(Duration time) {
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
