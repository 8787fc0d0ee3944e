package dev.tenon.formats;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes of files and of bytes, in lower-case hexadecimal. */
public final class FileDigest {
  private static final String SHA256 = "SHA-256";
  private static final int STEP = 1 << 16;

  private FileDigest() {}

  /** Returns the SHA-256 of a file; see {@link #of}. */
  public static String sha256(Path path) throws IOException {
    return of(path, SHA256);
  }

  /**
   * Returns the hash of a file, which is read in steps.
   *
   * @param algorithm {@code SHA-256} or {@code MD5}
   */
  public static String of(Path path, String algorithm) throws IOException {
    MessageDigest digest = start(algorithm);
    ByteBuffer step = ByteBuffer.allocate(STEP);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      while (channel.read(step.clear()) >= 0) {
        digest.update(step.flip());
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Returns the SHA-256 of bytes. */
  static String sha256(ByteBuffer bytes) {
    MessageDigest digest = start(SHA256);
    digest.update(bytes);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest start(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
