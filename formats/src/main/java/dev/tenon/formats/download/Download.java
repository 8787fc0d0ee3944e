package dev.tenon.formats.download;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file to fetch.
 *
 * @param name the file's name in the cache, without folders
 * @param origin where it comes from: an {@code http} or {@code https} address
 * @param hash its SHA-256 (64 hexadecimal digits) or MD5 (32), as in Keras' {@code get_file}; null
 *     where nobody published one: such a file is taken as it comes
 */
public record Download(String name, URI origin, @Nullable String hash) {
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
}
