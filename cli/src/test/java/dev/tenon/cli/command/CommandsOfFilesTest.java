package dev.tenon.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.cli.Ran;
import dev.tenon.cli.Shipped;
import dev.tenon.cli.output.Output;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands without the parser answer as with it, which two dashes ask for. */
class CommandsOfFilesTest {
  @TempDir Path folder;

  @Test
  void theSummaryIsThatOfTheParser() {
    String model = Shipped.MNIST.toString();
    assertThat(isPlain("summary", model)).isTrue();
    assertThat(isPlain("summary", "--", model)).isFalse();
    assertThat(Ran.of("summary", model)).isEqualTo(Ran.of("summary", "--", model));
  }

  @Test
  void theWrittenFileIsThatOfTheParser() throws IOException {
    String model = Shipped.MNIST.toString();
    Path one = folder.resolve("one.onnx");
    Path other = folder.resolve("other.onnx");
    assertThat(isPlain("convert", model, one.toString())).isTrue();
    Ran plain = Ran.of("convert", model, one.toString());
    Ran parsed = Ran.of("convert", "--", model, other.toString());
    assertThat(plain.out()).isEqualTo(parsed.out().replace("other.onnx", "one.onnx"));
    assertThat(Files.readAllBytes(one)).isEqualTo(Files.readAllBytes(other));
  }

  @Test
  void whatIsMissingIsSaidAlike() {
    assertThat(Ran.of("summary", "missing.h5")).isEqualTo(Ran.of("summary", "--", "missing.h5"));
  }

  @Test
  void allElseIsForTheParser() {
    assertThat(isPlain("summary")).isFalse();
    assertThat(isPlain("summary", "")).isFalse();
    assertThat(isPlain("summary", "-")).isFalse();
    assertThat(isPlain("summary", "@words")).isFalse();
    assertThat(isPlain("summary", "a.h5", "b.h5")).isFalse();
    assertThat(isPlain("convert", "a.h5")).isFalse();
    assertThat(isPlain("convert", "a.h5", "--verify")).isFalse();
    assertThat(isPlain("check", "a.h5")).isFalse();
  }

  private static boolean isPlain(String... words) {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    return Commands.ofFiles(Output.of(nowhere, nowhere), words) != null;
  }
}
