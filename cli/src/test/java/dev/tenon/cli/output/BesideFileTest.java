package dev.tenon.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that gives other numbers never stands under the name that was asked for. */
final class BesideFileTest {
  @TempDir private Path folder;

  private final StringWriter said = new StringWriter();

  private int write(Path target, int code) throws IOException {
    return BesideFile.write(
        target,
        file -> {
          Files.writeString(file, "new");
          return List.of();
        },
        (file, notes) -> code,
        new Output(new PrintWriter(said), new PrintWriter(said)));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void aRightFileTakesItsPlace() throws IOException {
    Path target = folder.resolve("y.keras");
    assertThat(write(target, 0)).isZero();
    assertThat(write(target, ExitCodes.UNCHECKED)).isEqualTo(ExitCodes.UNCHECKED);
    assertThat(names()).containsExactly("y.keras");
  }

  @Test
  void aWrongFileIsKeptOut() throws IOException {
    Path target = folder.resolve("y.keras");
    Files.writeString(target, "old");
    assertThat(write(target, ExitCodes.FINDINGS)).isEqualTo(ExitCodes.FINDINGS);
    assertThat(names()).containsExactly("y.keras", "y.keras.different");
    assertThat(target).hasContent("old");
    assertThat(said.toString()).contains("y.keras is not written", "y.keras.different");
  }

  @Test
  void aFailureLeavesNothing() throws IOException {
    Path target = folder.resolve("y.keras");
    Output out = new Output(new PrintWriter(said), new PrintWriter(said));
    assertThatThrownBy(
            () ->
                BesideFile.write(
                    target,
                    file -> {
                      throw new IOException("full");
                    },
                    (file, notes) -> 0,
                    out))
        .hasMessage("full");
    assertThat(names()).isEmpty();
  }
}
