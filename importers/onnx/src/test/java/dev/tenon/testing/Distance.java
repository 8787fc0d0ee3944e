package dev.tenon.testing;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;

/** How far numbers are from the recorded ones. */
public final class Distance {
  private Distance() {}

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
    double largest = 1e-6;
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
