package dev.tenon.verify;

import java.util.Locale;

/**
 * An absolute difference of an output that rounding alone explains.
 *
 * <p>A relative {@link Bound} is too strict where an output is the small difference of large
 * values, or depends on a quantization step. The model itself shows how far correct implementations
 * differ there.
 *
 * @param absolute the largest absolute difference that rounding explains
 * @param reason the evidence, such as {@code 4 times its own distance from float64}
 */
public record Allowance(double absolute, String reason) {
  /** The allowance without evidence: 0. */
  static final Allowance NONE = new Allowance(0, "");

  /** Returns the larger of two allowances. */
  Allowance or(Allowance other) {
    return other.absolute > absolute ? other : this;
  }

  /** Returns whether rounding explains a difference. */
  boolean covers(Difference difference) {
    return difference.problem().isEmpty() && difference.maxAbs() <= absolute;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.3g, %s", absolute, reason);
  }
}
