package dev.tenon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.testing.Processes;
import dev.tenon.testing.TestClassPath;
import java.io.File;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A class path as long as those of large programs, on which ONNX Runtime alone ends the JVM. */
final class LongCommandLineTest {
  private static final int ENTRIES = 3000;

  @Test
  void runsOnBothEngines() throws Exception {
    String classPath = TestClassPath.text();
    Processes.Result result =
        Processes.java(
            List.of(),
            classPath + (File.pathSeparator + "/no/such/entry.jar").repeat(ENTRIES),
            "dev.tenon.cli.Main",
            "verify",
            "samples/models/mnist_cnn.h5",
            "samples/models/mnist_cnn_golden.npz");
    assertThat(result.out()).contains("\"status\":\"ok\"");
    // Without the launcher, TensorFlow's message stays: docs/runs.md.
    assertThat(result.err().lines())
        .allMatch(line -> line.contains("absl::InitializeLog") || line.contains("MLIR V1"));
    assertThat(result.code()).isZero();
  }
}
