package dev.tenon.spark.internal.files;

import dev.tenon.formats.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder of temporary files, which is deleted when it is closed. */
public record WorkFolder(Path path) implements AutoCloseable {
  /**
   * Creates an empty folder.
   *
   * @throws IOException if it cannot be created
   */
  public static WorkFolder create() throws IOException {
    // Below the folder of this process: the next one deletes what a killed executor has left.
    return new WorkFolder(Files.createTempDirectory(TemporaryFolder.get(), "spark"));
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        // A model that maps its file into memory keeps it on Windows: the folder of the task does.
        if (!file.toFile().delete()) {
          file.toFile().deleteOnExit();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
