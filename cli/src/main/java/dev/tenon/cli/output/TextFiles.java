package dev.tenon.cli.output;

import dev.tenon.formats.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Writes files that appear only when they are complete. */
public final class TextFiles {
  private TextFiles() {}

  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  public static void write(Path file, byte[] bytes) throws IOException {
    try {
      AtomicFile.write(file, path -> Files.write(path, bytes));
    } catch (IOException e) {
      throw named(file, e);
    }
  }

  /** Returns an error that names the file, which that of a full disk does not by itself. */
  public static IOException named(Path file, IOException error) {
    String message = String.valueOf(error.getMessage());
    return error instanceof FileSystemException || message.contains(file.toString())
        ? error
        : new IOException(file + ": cannot be written: " + message + advice(message), error);
  }

  /** Returns an error that names the file where the disk is full, else the error itself. */
  public static IOException fullDisk(Path file, IOException error) {
    return String.valueOf(error.getMessage()).contains("No space left")
        ? named(file, error)
        : error;
  }

  /**
   * Returns a file's suffix in lower case.
   *
   * @throws IllegalArgumentException where it is none of these
   */
  public static String suffix(Path file, String... known) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    for (String suffix : known) {
      if (name.endsWith("." + suffix)) {
        return suffix;
      }
    }
    throw new IllegalArgumentException(
        "output '"
            + file
            + "' must end in "
            + choice(Stream.of(known).map(each -> "." + each).toList()));
  }

  /** Returns names as a choice: {@code a, b or c}. */
  static String choice(List<String> names) {
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }

  private static String advice(String message) {
    return message.contains("No space left") ? ": free some space, or choose another place" : "";
  }
}
