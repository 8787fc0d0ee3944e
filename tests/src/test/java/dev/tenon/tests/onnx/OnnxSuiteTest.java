package dev.tenon.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.engine.Engine;
import dev.tenon.testing.Checkout;
import dev.tenon.verify.OnnxSuite;
import dev.tenon.verify.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * ONNX's own operator tests: all pass but those of {@code tests/goldens/onnx/gaps.tsv}, each of
 * which must still fail, so that a closed gap leaves the list.
 */
class OnnxSuiteTest {
  private static final double TOLERANCE = 1e-5;

  private static Set<String> gaps(String run) throws IOException {
    Path root = Checkout.root();
    Set<String> gaps = new HashSet<>();
    for (String line : Files.readAllLines(root.resolve("tests/goldens/onnx/gaps.tsv"))) {
      String[] cells = line.split("\t", -1);
      if (cells.length == 3 && cells[1].equals(run)) {
        gaps.add(cells[0]);
      }
    }
    return gaps;
  }

  private static void check(String run, String engine, boolean throughExport, int least)
      throws IOException {
    String foreign = System.getProperty("tenon.foreign");
    assumeTrue(foreign != null, "system property tenon.foreign is not set");
    OnnxSuite suite =
        new OnnxSuite(List.of(Engine.of(engine)), TOLERANCE, throughExport, (name, outputs) -> {});
    Set<String> gaps = gaps(run);
    List<String> wrong = new ArrayList<>();
    int passed = 0;
    for (Path test : OnnxSuite.tests(Path.of(foreign, "onnx", "node"))) {
      String name = String.valueOf(test.getFileName());
      Verdict verdict = suite.verify(test);
      passed += verdict.status().good() ? 1 : 0;
      // Ten numbers drawn at random are the recorded ones now and then.
      if (!name.contains("bernoulli") && verdict.status().good() == gaps.contains(name)) {
        wrong.add(name + ": " + verdict);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(passed).isGreaterThanOrEqualTo(least);
  }

  @Test
  void tensorFlowComputesWhatWasRecorded() throws IOException {
    check("tensorflow", "tensorflow", false, 1579);
  }

  @Test
  void whatIsWrittenAgainComputesWhatWasRecorded() throws IOException {
    check("export", "onnxruntime", true, 1545);
  }
}
