package dev.tenon.verify;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;

/**
 * The difference of a tensor from the expected one.
 *
 * <p>{@code relative} is {@code max|a - b| / max(max|expected|, 1e-6)}. Integers, booleans and
 * strings must be equal. NaN and infinity must be at the same positions; otherwise both figures are
 * infinite.
 *
 * @param maxAbs the largest absolute difference
 * @param relative the largest difference relative to the largest expected value
 * @param weak whether all expected values are zero, so that agreement proves little
 * @param problem a problem other than the figures, such as a different shape; empty for none
 */
public record Difference(double maxAbs, double relative, boolean weak, String problem) {
  private static final double SMALLEST_SCALE = 1e-6;

  /**
   * Compares a tensor with the expected one.
   *
   * @param expected the expected tensor
   * @param actual the tensor
   */
  public static Difference of(Tensor expected, Tensor actual) {
    if (!Arrays.equals(expected.shape(), actual.shape())) {
      return wrong("shape " + actual.shapeString() + ", expected " + expected.shapeString());
    }
    if (expected.dtype() == DType.STRING || actual.dtype() == DType.STRING) {
      boolean same =
          expected.dtype() == actual.dtype()
              && Arrays.equals(expected.toStringArray(), actual.toStringArray());
      return same ? equal(false) : wrong("strings differ");
    }
    if (!expected.dtype().isFloating() && !actual.dtype().isFloating()) {
      return exact(expected, actual);
    }
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.size(); i++) {
      double e = expected.getDouble(i);
      double a = actual.getDouble(i);
      if (Double.isFinite(e) && Double.isFinite(a)) {
        largest = Math.max(largest, Math.abs(e));
        difference = Math.max(difference, Math.abs(e - a));
      } else if (Double.compare(e, a) != 0) {
        return wrong("element " + i + " is " + a + ", expected " + e);
      }
    }
    double relative = difference / Math.max(largest, SMALLEST_SCALE);
    return new Difference(difference, relative, largest == 0, "");
  }

  private static Difference exact(Tensor expected, Tensor actual) {
    long largest = 0;
    for (int i = 0; i < expected.size(); i++) {
      long e = expected.getLong(i);
      if (e != actual.getLong(i)) {
        return wrong("element " + i + " is " + actual.getLong(i) + ", expected " + e);
      }
      largest = Math.max(largest, Math.abs(e));
    }
    return equal(largest == 0 && expected.size() > 0);
  }

  private static Difference equal(boolean weak) {
    return new Difference(0, 0, weak, "");
  }

  /** Returns the difference of a missing tensor. */
  static Difference missing() {
    return wrong("is missing");
  }

  /** Returns the difference of a tensor whose computation failed. */
  static Difference failed(String problem) {
    return wrong(problem);
  }

  private static Difference wrong(String problem) {
    return new Difference(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, false, problem);
  }

  /**
   * Returns the worse of two differences; weak only if both are.
   *
   * @param other the other difference
   */
  public Difference worst(Difference other) {
    Difference worse = other.relative > relative ? other : this;
    return new Difference(
        Math.max(maxAbs, other.maxAbs), worse.relative, weak && other.weak, worse.problem);
  }
}
