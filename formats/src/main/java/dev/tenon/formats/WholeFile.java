package dev.tenon.formats;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads small files as a whole, with errors that name the file. */
public final class WholeFile {
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private WholeFile() {}

  /**
   * Returns the content of a file.
   *
   * @throws IOException if it cannot be read, or is a folder
   */
  public static byte[] bytes(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("'" + file + "' is a folder; expected a file");
    }
    try {
      return Files.readAllBytes(file);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Returns a text, without the mark that editors of Windows put before it.
   *
   * @throws IOException if it cannot be read, is a folder, or is not UTF-8
   */
  public static String text(Path file) throws IOException {
    try {
      return withoutMark(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(file))).toString());
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": is no text in UTF-8: choose another file, or convert it", e);
    }
  }

  /** Returns a text without a mark of its byte order. */
  public static String withoutMark(String text) {
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }
}
