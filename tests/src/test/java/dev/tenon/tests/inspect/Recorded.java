package dev.tenon.tests.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import dev.tenon.tests.Checkout;
import dev.tenon.verify.Difference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The models and recordings in tests/goldens/inspect. */
final class Recorded {
  private Recorded() {}

  static Path file(String name) {
    return Checkout.file("tests/goldens/inspect").resolve(name);
  }

  static Map<String, Tensor> npz(Path file) throws IOException {
    try (Source source = Source.of(file)) {
      return Npz.read(source);
    }
  }

  static void assertNear(Tensor expected, Tensor actual, double tolerance, String what) {
    Difference difference = Difference.of(expected, actual);
    assertThat(difference.problem()).as(what).isEmpty();
    assertThat(difference.relative()).as(what).isLessThanOrEqualTo(tolerance);
    assertThat(difference.weak()).as(what + " proves something").isFalse();
  }
}
