package dev.tenon.formats.download;

import dev.tenon.formats.FileDigest;
import java.io.IOException;
import java.nio.file.Path;

/** Hashes files as Keras' {@code validate_file} does: the length of the hash says which one. */
final class FileHash {
  static final int SHA256_DIGITS = 64;

  private FileHash() {}

  /** Says whether a hash is a SHA-256, and not an MD5. */
  static boolean isSha256(String hash) {
    return hash.length() == SHA256_DIGITS;
  }

  /** Returns the hash of a file, of the kind that the expected one is. */
  static String of(Path path, String expected) throws IOException {
    return FileDigest.of(path, isSha256(expected) ? "SHA-256" : "MD5");
  }
}
