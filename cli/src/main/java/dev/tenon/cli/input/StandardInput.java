package dev.tenon.cli.input;

import dev.tenon.cli.output.Target;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * Standard input as a file: {@code -} stands for it wherever a command reads one. Its content is
 * kept in a temporary file, since models are not read from their start to their end, and gets the
 * suffix of what it is.
 */
public final class StandardInput {
  private static final int HEAD = 4096;

  private final InputStream in;
  private @Nullable Path file;

  /** Creates it for one run of a command. */
  public StandardInput(InputStream in) {
    this.in = in;
  }

  /**
   * Returns the file that a word of the command names.
   *
   * @throws IllegalArgumentException where standard input is asked for a second time, or is empty
   */
  public Path file(String word) throws IOException {
    return word.equals(Target.STANDARD) ? read() : Path.of(word);
  }

  private Path read() throws IOException {
    if (file != null) {
      throw new IllegalArgumentException(
          "'-' stands for standard input, which can be read once: name a file for the other");
    }
    Path folder = Files.createTempDirectory("tenon");
    folder.toFile().deleteOnExit();
    Path raw = folder.resolve("stdin");
    raw.toFile().deleteOnExit();
    if (Files.copy(in, raw) == 0) {
      Files.delete(raw);
      Files.delete(folder);
      throw new IllegalArgumentException(
          "standard input is empty: pipe a file into it, as in 'cat FILE | tenon …'");
    }
    Path named = folder.resolve("stdin" + suffix(raw));
    Files.move(raw, named, StandardCopyOption.REPLACE_EXISTING);
    named.toFile().deleteOnExit();
    file = named;
    return named;
  }

  /** Returns the suffix of a content; models need none, they are told by their content anyway. */
  private static String suffix(Path file) throws IOException {
    byte[] bytes;
    try (InputStream stream = Files.newInputStream(file)) {
      bytes = stream.readNBytes(HEAD);
    }
    String head = new String(bytes, StandardCharsets.ISO_8859_1);
    if (head.startsWith("PK")) {
      return head.contains(".npy") ? ".npz" : ".keras";
    }
    if (head.startsWith("\u0089PNG")) {
      return ".png";
    }
    if (head.startsWith("\u00ff\u00d8")) {
      return ".jpg";
    }
    if (head.startsWith("GIF8")) {
      return ".gif";
    }
    if (head.startsWith("\u0089HDF")) {
      return ".h5";
    }
    if (head.chars().anyMatch(c -> c == 0)) {
      return head.startsWith("BM") ? ".bmp" : "";
    }
    return head.stripLeading().startsWith("{") || head.stripLeading().startsWith("[")
        ? ".json"
        : ".csv";
  }
}
