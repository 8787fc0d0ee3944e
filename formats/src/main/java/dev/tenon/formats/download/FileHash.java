package dev.tenon.formats.download;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes files as Keras' {@code validate_file} does: the length of the hash says which one. */
final class FileHash {
  private static final int SHA256_DIGITS = 64;

  private FileHash() {}

  /** Returns the hash of a file, of the kind that the expected one is. */
  static String of(Path path, String expected) throws IOException {
    MessageDigest digest = digest(expected.length() == SHA256_DIGITS ? "SHA-256" : "MD5");
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(path)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + name, e);
    }
  }
}
