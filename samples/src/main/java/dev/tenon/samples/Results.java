package dev.tenon.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where samples put the files that they write. */
final class Results {
  private Results() {}

  /** Returns a file in the folder {@code tenon-samples} among the system's temporary files. */
  static Path file(String name) throws IOException {
    return folder().resolve(name);
  }

  /** Returns a folder that is there. */
  static Path folder() throws IOException {
    return Files.createDirectories(
        Path.of(System.getProperty("java.io.tmpdir"), "tenon-samples").toAbsolutePath());
  }
}
