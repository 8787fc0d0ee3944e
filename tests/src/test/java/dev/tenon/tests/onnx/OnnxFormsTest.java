package dev.tenon.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.engine.Engine;
import dev.tenon.testing.Checkout;
import dev.tenon.verify.OnnxSuite;
import dev.tenon.verify.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operators in forms that ONNX's own tests do not have; see {@code tests/goldens/onnx/forms}. */
class OnnxFormsTest {
  private static final int LEAST = 45;

  @ParameterizedTest
  @CsvSource({"tensorflow, false", "onnxruntime, true"})
  void formsGiveTheRecordedNumbers(String engine, boolean throughExport) throws IOException {
    Path folder = Checkout.file("tests/goldens/onnx/forms");
    OnnxSuite suite =
        new OnnxSuite(List.of(Engine.of(engine)), 1e-5, throughExport, (name, outputs) -> {});
    List<String> wrong = new ArrayList<>();
    List<Path> tests = OnnxSuite.tests(folder);
    for (Path test : tests) {
      Verdict verdict = suite.verify(test);
      if (!verdict.status().good()) {
        wrong.add(test.getFileName() + ": " + verdict);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(tests).hasSizeGreaterThanOrEqualTo(LEAST);
  }
}
