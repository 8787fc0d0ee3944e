package dev.tenon.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/** Writes files that appear only when they are complete. */
final class TextFiles {
  private TextFiles() {}

  static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  static void write(Path file, byte[] bytes) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.write(beside, bytes);
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /**
   * Returns a file's suffix in lower case.
   *
   * @throws IllegalArgumentException where it is none of these
   */
  static String suffix(Path file, String... known) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    for (String suffix : known) {
      if (name.endsWith("." + suffix)) {
        return suffix;
      }
    }
    throw new IllegalArgumentException(
        "output '" + file + "' must end in ." + String.join(", .", List.of(known)));
  }
}
