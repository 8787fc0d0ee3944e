package dev.tenon.tokenizers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The files of {@code tests/goldens/tokenizers}. */
final class Goldens {
  private static final String SUFFIX = ".tokenizer.json";

  private Goldens() {}

  static Path folder() {
    return Path.of(System.getProperty("tenon.root", "..")).resolve("tests/goldens/tokenizers");
  }

  static Path file(String name) {
    return folder().resolve(name + SUFFIX);
  }

  static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    }
  }

  static InputStream records(String name) throws IOException {
    return new GZIPInputStream(Files.newInputStream(folder().resolve(name + ".records.gz")));
  }
}
