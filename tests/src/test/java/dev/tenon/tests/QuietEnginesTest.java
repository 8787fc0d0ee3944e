package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.testing.Checkout;
import dev.tenon.testing.Processes;
import dev.tenon.testing.TestClassPath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Neither engine writes log lines of its native library among what the command prints. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a script of bash")
final class QuietEnginesTest {
  /** Starts the command as the launcher does, and writes to the same stream after it. */
  private static Processes.Result command(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "bash",
                "-c",
                "\"$0\" \"$@\" 3>&2; code=$?; echo end >&2; exit $code",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dtenon.stderr=3",
                "--add-opens=java.base/java.io=ALL-UNNAMED",
                "-cp",
                TestClassPath.text(),
                "dev.tenon.cli.Main"));
    command.addAll(List.of(arguments));
    return Processes.run(Checkout.root(), command);
  }

  @Test
  void bothEnginesRunWithoutALine() throws Exception {
    Processes.Result result =
        command("verify", "samples/models/mnist_cnn.h5", "samples/models/mnist_cnn_golden.npz");
    assertThat(result.err()).isEqualTo("end\n");
    assertThat(result.out()).contains("\"status\":\"ok\"");
    assertThat(result.code()).isZero();
  }

  @Test
  void aKerasFileIsWrittenWithoutALine(@TempDir Path folder) throws Exception {
    Path target = folder.resolve("copy.h5");
    Processes.Result result = command("convert", "samples/models/mnist_cnn.h5", target.toString());
    assertThat(result.err()).isEqualTo("end\n");
    assertThat(result.code()).isZero();
    assertThat(target).isNotEmptyFile();
  }

  @Test
  void theCommandsOwnErrorsAreShown() throws Exception {
    Processes.Result result = command("summary", "absent.h5");
    assertThat(result.err())
        .startsWith("tenon: no file 'absent.h5'")
        .endsWith("end\n")
        .hasLineCount(2);
    assertThat(result.code()).isEqualTo(2);
  }
}
