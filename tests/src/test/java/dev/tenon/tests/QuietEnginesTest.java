package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.testing.Processes;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Neither engine writes log lines of its native library among what the command prints. */
final class QuietEnginesTest {
  @Test
  void bothEnginesRunWithoutALine() throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Processes.Result result =
        Processes.java(
            List.of(),
            classPath,
            "dev.tenon.cli.Main",
            "verify",
            "samples/models/mnist_cnn.h5",
            "samples/models/mnist_cnn_golden.npz");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("\"status\":\"ok\"");
    assertThat(result.code()).isZero();
  }

  @Test
  void aKerasFileIsWrittenWithoutALine(@TempDir Path folder) throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Path target = folder.resolve("copy.h5");
    Processes.Result result =
        Processes.java(
            List.of(),
            classPath,
            "dev.tenon.cli.Main",
            "convert",
            "samples/models/mnist_cnn.h5",
            target.toString());
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(target).isNotEmptyFile();
  }
}
