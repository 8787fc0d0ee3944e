package dev.tenon.formats;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds models that others made; tests that need them are skipped where there are none. */
public final class Foreign {
  private Foreign() {}

  public static Path root() {
    String folder = System.getProperty("tenon.foreign", "");
    assumeTrue(!folder.isEmpty(), "set -Dtenon.foreign to the folder of models made by others");
    return Path.of(folder);
  }

  /** Returns all files under a folder whose names end so, in a fixed order. */
  public static List<Path> files(String folder, String... suffixes) throws IOException {
    try (Stream<Path> all = Files.walk(root().resolve(folder))) {
      return all.filter(Files::isRegularFile)
          .filter(path -> Stream.of(suffixes).anyMatch(path.toString()::endsWith))
          .sorted()
          .toList();
    }
  }
}
