package dev.tenon.cli.input;

import dev.tenon.formats.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A file with a text on each line. */
public final class TextLines {
  private TextLines() {}

  /**
   * Reads a file.
   *
   * @return the lines, empty ones too
   * @throws IllegalArgumentException if it has no line or is not UTF-8
   */
  public static List<String> read(Path file) throws IOException {
    List<String> lines;
    try {
      lines =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(WholeFile.bytes(file)))
              .toString()
              .lines()
              .toList();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          file + ": the texts are not UTF-8: save the file in that encoding", e);
    }
    if (lines.isEmpty()) {
      throw new IllegalArgumentException(file + ": no lines of text");
    }
    return lines;
  }
}
