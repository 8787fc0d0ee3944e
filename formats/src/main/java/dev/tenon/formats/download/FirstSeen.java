package dev.tenon.formats.download;

import dev.tenon.formats.AtomicFile;
import dev.tenon.formats.FileDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of a download as it first came, kept beside it as {@code NAME.sha256}.
 *
 * <p>It stands in for the SHA-256 of files whose publisher names an MD5 or nothing: what is changed
 * later, on the server or in the cache, is noticed. The first download itself is trusted to TLS.
 */
final class FirstSeen {
  private final Download file;
  private final Path note;

  FirstSeen(Download file, Path target) {
    this.file = file;
    this.note = target.resolveSibling(file.name() + ".sha256");
  }

  /** Returns whether a file is the one that came first; true if none has come yet. */
  boolean matches(Path path) throws IOException {
    String known = file.hasSha256() ? null : read();
    return known == null || known.equals(FileDigest.sha256(path));
  }

  /**
   * Keeps the hash of what was fetched, or compares with what is kept.
   *
   * @throws DownloadException if the server gives another file than it did first
   */
  void check(Path part) throws IOException {
    if (file.hasSha256()) {
      return;
    }
    String found = FileDigest.sha256(part);
    String known = read();
    if (known == null) {
      byte[] line = (found + "  " + file.name() + "\n").getBytes(StandardCharsets.UTF_8);
      AtomicFile.write(note, path -> Files.write(path, line));
    } else if (!known.equals(found)) {
      throw new DownloadException(
          file.name()
              + ": "
              + file.origin()
              + " gives another file than it first gave here: expected SHA-256 "
              + known
              + ", received "
              + found
              + ". What came was removed. If the publisher replaced the file, delete "
              + note);
    }
  }

  private @Nullable String read() throws IOException {
    if (!Files.isRegularFile(note)) {
      return null;
    }
    String text = Files.readString(note);
    boolean whole = text.length() > Download.SHA256_DIGITS;
    return whole ? text.substring(0, Download.SHA256_DIGITS) : null;
  }
}
