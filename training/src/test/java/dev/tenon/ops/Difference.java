package dev.tenon.ops;

import dev.tenon.tensor.Tensor;

/** Says how a tensor differs from what was recorded. */
final class Difference {
  private static final double TOLERANCE = 2e-5;

  private Difference() {}

  /** Returns the first difference; null where there is none. */
  static String of(Tensor expected, Tensor received) {
    if (expected.dtype() != received.dtype()
        || !expected.shapeString().equals(received.shapeString())) {
      return "expected "
          + expected.dtype()
          + expected.shapeString()
          + ", received "
          + received.dtype()
          + received.shapeString();
    }
    double[] one = expected.toDoubleArray();
    double[] other = received.toDoubleArray();
    double largest = 1;
    for (double value : one) {
      largest = Double.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
    }
    for (int i = 0; i < one.length; i++) {
      boolean same = Double.compare(one[i], other[i]) == 0 || one[i] == other[i];
      if (!same && !(Math.abs(one[i] - other[i]) <= TOLERANCE * largest)) {
        return "expected " + one[i] + ", received " + other[i] + " at " + i;
      }
    }
    return null;
  }
}
