package dev.tenon.formats;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of files and of bytes, in lower-case hexadecimal. */
final class FileDigest {
  private static final int STEP = 1 << 16;

  private FileDigest() {}

  /** Returns the digest of a file, which is read in steps. */
  static String sha256(Path path) throws IOException {
    MessageDigest digest = start();
    ByteBuffer step = ByteBuffer.allocate(STEP);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      while (channel.read(step.clear()) >= 0) {
        digest.update(step.flip());
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Returns the digest of bytes. */
  static String sha256(ByteBuffer bytes) {
    MessageDigest digest = start();
    digest.update(bytes);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
