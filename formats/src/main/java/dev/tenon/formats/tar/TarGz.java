package dev.tenon.formats.tar;

import dev.tenon.error.MalformedModelException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads files of a compressed tape archive into memory, without unpacking to disk. */
public final class TarGz {
  private static final int BLOCK = 512;
  private static final int NAME_LENGTH = 100;
  private static final int SIZE_AT = 124;
  private static final int SIZE_LENGTH = 12;
  private static final int KIND_AT = 156;

  private TarGz() {}

  /**
   * Returns the wanted files by name, in the archive's order.
   *
   * <p>Names over 100 characters, which later tar formats write in separate entries, are truncated.
   *
   * @param limit the most bytes that one file may have
   * @throws MalformedModelException if the archive is damaged
   * @throws IOException if the file cannot be read
   */
  public static Map<String, byte[]> read(Path path, Predicate<String> wanted, int limit)
      throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    byte[] header = new byte[BLOCK];
    try (InputStream file = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        InputStream in = new GZIPInputStream(file, 1 << 16)) {
      while (in.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
        String name = text(header, 0, NAME_LENGTH);
        long size = octal(path, text(header, SIZE_AT, SIZE_LENGTH));
        long padded = (size + BLOCK - 1) / BLOCK * BLOCK;
        boolean plain = header[KIND_AT] == '0' || header[KIND_AT] == 0;
        if (plain && wanted.test(name)) {
          if (size > limit) {
            throw new MalformedModelException(
                path.toString(),
                "'" + name + "' has " + size + " bytes; expected at most " + limit);
          }
          byte[] bytes = in.readNBytes((int) size);
          if (bytes.length < size) {
            throw new EOFException();
          }
          files.put(name, bytes);
          padded -= size;
        }
        in.skipNBytes(padded);
      }
    } catch (EOFException | ZipException e) {
      throw new MalformedModelException(
          path.toString(), "the archive is truncated or damaged: delete it and fetch it again", e);
    }
    return files;
  }

  private static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }

  private static long octal(Path path, String digits) {
    try {
      return Long.parseLong(digits.trim(), 8);
    } catch (NumberFormatException e) {
      throw new MalformedModelException(path.toString(), "is no tape archive, or damaged", e);
    }
  }
}
