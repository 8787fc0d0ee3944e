package dev.tenon.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong with a temporary file is said of its target. */
final class TemporaryNamesTest {
  @TempDir private Path folder;

  private static void clean(Throwable error) {
    for (Throwable each = error; each != null; each = each.getCause()) {
      assertThat(each.toString()).doesNotContain(".tmp");
    }
  }

  private void nothingLeft() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.endsWith(".tmp"));
    }
  }

  /** The system refuses to put a file in the place of a folder that is not empty. */
  @Test
  void aTargetThatCannotBeReplaced() throws IOException {
    Path target = folder.resolve("model.onnx");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    target,
                    file -> {
                      Files.write(file, new byte[] {1});
                      Files.createDirectories(target.resolve("inside"));
                    }))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining(target + ": cannot be written")
        .satisfies(TemporaryNamesTest::clean);
    nothingLeft();
  }

  @Test
  void aTemporaryFileThatIsGone() throws IOException {
    Path target = folder.resolve("model.onnx");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    target,
                    file -> {
                      Files.delete(file);
                      Files.newInputStream(file).close();
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(target.toString())
        .satisfies(TemporaryNamesTest::clean);
    nothingLeft();
  }

  /** The weights of a .keras are a temporary file beside a temporary file. */
  @Test
  void whatANativeLibrarySays() {
    Path target = folder.resolve("model.keras");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    target,
                    file -> {
                      try (AtomicFile inner = AtomicFile.beside(file)) {
                        throw new UnsupportedOperationException(
                            "native: " + inner.path() + " is no good");
                      }
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage(target + ": cannot be written: native: " + target + " is no good")
        .satisfies(TemporaryNamesTest::clean);
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    target,
                    file -> {
                      throw new UncheckedIOException(
                          new IOException(file.getFileName() + ": full"));
                    }))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("model.keras: full")
        .satisfies(TemporaryNamesTest::clean);
  }

  @Test
  void otherErrorsStayWhatTheyAre() {
    IOException error = new IOException("No space left on device");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    folder.resolve("model.onnx"),
                    file -> {
                      throw error;
                    }))
        .isSameAs(error);
  }
}
