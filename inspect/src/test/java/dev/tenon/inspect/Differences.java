package dev.tenon.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.tensor.Tensor;
import dev.tenon.verify.Difference;

/** Compares inner values with what was recorded of them. */
final class Differences {
  private Differences() {}

  static void assertNear(Tensor expected, Tensor actual, double tolerance, String what) {
    Difference difference = Difference.of(expected, actual);
    assertThat(difference.problem()).as(what).isEmpty();
    assertThat(difference.relative()).as(what).isLessThanOrEqualTo(tolerance);
    assertThat(difference.weak()).as(what + " proves something").isFalse();
  }
}
