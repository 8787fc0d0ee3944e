package dev.tenon.tests.onnx;

import dev.tenon.cli.Ran;
import dev.tenon.testing.Checkout;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Attention of ONNX with every kind of mask, attention of ONNX Runtime's own, numbers as text and
 * Resize to sizes of the run give the numbers of ONNX Runtime; see make.py beside the recordings.
 */
class RecordedOperatorTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/onnx/operators");

  @Test
  void tensorFlowGivesTheRecordedNumbers() {
    Ran.done("verify", "--suite", GOLDENS, "--engine", "tensorflow");
  }

  @Test
  void whatIsExportedAgainGivesTheRecordedNumbers() {
    Ran.done("verify", "--suite", GOLDENS, "--through-export");
  }
}
