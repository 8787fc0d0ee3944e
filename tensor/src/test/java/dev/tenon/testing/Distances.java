package dev.tenon.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;

/** Compares what was computed with what was recorded, relative to the largest number recorded. */
public final class Distances {
  /** docs/numbers.md: differences count against the largest number of the recording. */
  private static final double FLOOR = 1e-6;

  private Distances() {}

  /** Fails where two tensors are farther apart, or where one is finite and the other is not. */
  public static void check(String what, Tensor found, Tensor recorded, double tolerance) {
    assertThat(found.shape()).as(what + ": shape").isEqualTo(recorded.shape());
    double largest = 0;
    double apart = 0;
    for (int i = 0; i < recorded.size(); i++) {
      double a = found.getDouble(i);
      double b = recorded.getDouble(i);
      assertThat(Double.isFinite(a)).as(what + " at " + i + ": " + a).isEqualTo(Double.isFinite(b));
      if (Double.isFinite(b)) {
        largest = Math.max(largest, Math.abs(b));
        apart = Math.max(apart, Math.abs(a - b));
      }
    }
    assertThat(apart / Math.max(largest, FLOOR))
        .as(what + ": %s instead of %s", found, recorded)
        .isLessThanOrEqualTo(tolerance);
  }

  /** Fails at the first number that is farther from its recording. */
  public static void near(Tensor expected, Tensor found, double tolerance, String what) {
    assertThat(found.shape()).as(what).isEqualTo(expected.shape());
    double scale = FLOOR;
    for (int i = 0; i < expected.size(); i++) {
      scale = Math.max(scale, Math.abs(expected.getDouble(i)));
    }
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.getDouble(i))
          .as("%s, element %d", what, i)
          .isCloseTo(expected.getDouble(i), within(tolerance * scale));
    }
  }

  /** Fails where a number is farther from its recording. */
  public static void near(double expected, double found, double tolerance, String what) {
    assertThat(found)
        .as(what)
        .isCloseTo(expected, within(tolerance * Math.max(FLOOR, Math.abs(expected))));
  }

  /**
   * Says what is wrong with a tensor; nothing where it is as expected.
   *
   * @param tolerance the largest difference of real numbers, as a share of the largest one
   *     expected; whole numbers and text must be equal
   */
  public static String problem(Tensor expected, Tensor actual, double tolerance) {
    if (actual.dtype() != expected.dtype() || !Arrays.equals(actual.shape(), expected.shape())) {
      return actual.dtype()
          + actual.shapeString()
          + ", expected "
          + expected.dtype()
          + expected.shapeString();
    }
    if (!expected.dtype().isFloating()) {
      boolean text = expected.dtype() == DType.STRING;
      boolean same =
          text
              ? Arrays.equals(expected.toStringArray(), actual.toStringArray())
              : Arrays.equals(expected.toLongArray(), actual.toLongArray());
      return same ? "" : actual + ", expected " + expected;
    }
    double largest = FLOOR;
    double apart = 0;
    for (int i = 0; i < expected.size(); i++) {
      double wanted = expected.getDouble(i);
      double found = actual.getDouble(i);
      if (Double.isFinite(wanted) && Double.isFinite(found)) {
        largest = Math.max(largest, Math.abs(wanted));
        apart = Math.max(apart, Math.abs(wanted - found));
      } else if (Double.compare(wanted, found) != 0) {
        return "element " + i + " is " + found + ", expected " + wanted;
      }
    }
    return apart <= tolerance * largest ? "" : "off by " + apart + " of " + largest;
  }
}
