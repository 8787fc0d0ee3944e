package dev.tenon.verify;

import java.util.Locale;

/**
 * How far an output may be from the expected one where rounding alone moves it, whatever its size.
 *
 * <p>The relative {@link Bound} takes the largest expected value as the measure. Where that value
 * is the small rest of large ones, or a step of quantisation lies under it, two right
 * implementations differ by more; how much, the model itself shows.
 *
 * @param absolute the largest absolute difference that rounding explains
 * @param reason what shows it, such as {@code 4 times its own distance from float64}
 */
public record Allowance(double absolute, String reason) {
  /** The allowance of an output of which nothing is known. */
  static final Allowance NONE = new Allowance(0, "");

  /** Returns the larger of two allowances. */
  Allowance or(Allowance other) {
    return other.absolute > absolute ? other : this;
  }

  /** Says whether a difference is one that rounding explains. */
  boolean covers(Difference difference) {
    return difference.problem().isEmpty() && difference.maxAbs() <= absolute;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.3g, %s", absolute, reason);
  }
}
