package dev.tenon.formats.download;

import dev.tenon.formats.FileDigest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file to download: its name, address and hash.
 *
 * @param name the file's name in the cache, without folders
 * @param origin the {@code http} or {@code https} address
 * @param hash the SHA-256 (64 hexadecimal digits) or MD5 (32), as in Keras' {@code get_file}; null
 *     accepts any content
 */
public record Download(String name, URI origin, @Nullable String hash) {
  static final int SHA256_DIGITS = 64;

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}|[0-9a-f]{32}");

  public Download {
    if (name.isBlank() || name.startsWith(".") || name.contains("/") || name.contains("\\")) {
      throw new IllegalArgumentException(
          "the name of a download: expected a file name without folders, received '" + name + "'");
    }
    String scheme = origin.getScheme();
    if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
      throw new IllegalArgumentException(
          name + ": expected an http or https address, received '" + origin + "'");
    }
    if (hash != null) {
      hash = hash.toLowerCase(Locale.ROOT);
      if (!HASH.matcher(hash).matches()) {
        throw new IllegalArgumentException(
            name
                + ": expected a SHA-256 (64 hexadecimal digits) or an MD5 (32), received '"
                + hash
                + "'");
      }
    }
  }

  /** Returns a file with a hash. */
  public static Download of(String name, String origin, String hash) {
    return new Download(name, URI.create(origin), hash);
  }

  /** Returns whether a SHA-256 was published, and not an MD5 or nothing. */
  boolean hasSha256() {
    return hash != null && hash.length() == SHA256_DIGITS;
  }

  /** Returns the hash of a file where it is not the published one; null if it is, or none is. */
  @Nullable String otherHash(Path file) throws IOException {
    if (hash == null) {
      return null;
    }
    String found = FileDigest.of(file, hasSha256() ? "SHA-256" : "MD5");
    return found.equals(hash) ? null : found;
  }
}
