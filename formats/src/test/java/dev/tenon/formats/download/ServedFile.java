package dev.tenon.formats.download;

import dev.tenon.formats.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server of this process, whose faults are known, a file that it has, and a folder for it. */
abstract class ServedFile {
  @TempDir Path folder;
  FlakyServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FlakyServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  Download file() {
    return Download.of(
        "data.npz", server.url("x/data.npz"), Source.of("data", server.content).sha256());
  }

  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
