package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.testing.Processes;
import dev.tenon.testing.TestClassPath;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in a JVM that is too small for what it is asked. */
final class OutOfMemoryTest {
  private static final int NUMBERS = 6_000_000;

  @TempDir private Path folder;

  private Processes.Result predict(Path json, String... more) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                "dev.tenon.cli.Main",
                "predict",
                "samples/models/mnist_cnn.h5",
                "--input",
                json.toString()));
    words.addAll(List.of(more));
    return Processes.java(List.of("-Xmx64m"), TestClassPath.text(), words.toArray(String[]::new));
  }

  private Path numbers() throws IOException {
    Path json = folder.resolve("many.json");
    try (BufferedWriter writer = Files.newBufferedWriter(json)) {
      writer.write("[0");
      for (int i = 1; i < NUMBERS; i++) {
        writer.write(",1");
      }
      writer.write("]");
    }
    return json;
  }

  @Test
  void aFullHeapIsSaidInOneSentence() throws Exception {
    Path json = numbers();
    Processes.Result result = predict(json);
    assertThat(result.code()).as(result.err()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("tenon: not enough memory (")
        .contains("-Xmx8g")
        .doesNotContain("\tat ");
    assertThat(result.err().strip().lines()).hasSize(1);
    Processes.Result debugged = predict(json, "--debug");
    assertThat(debugged.err()).contains("OutOfMemoryError").contains("\tat ").contains("-Xmx8g");
  }
}
