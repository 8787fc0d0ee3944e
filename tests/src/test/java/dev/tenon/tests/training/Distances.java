package dev.tenon.tests.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.tensor.Tensor;

/** Compares what was computed with what was recorded, relative to the largest number recorded. */
final class Distances {
  private static final double FLOOR = 1e-6;

  private Distances() {}

  static void check(String what, Tensor found, Tensor recorded, double tolerance) {
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
}
