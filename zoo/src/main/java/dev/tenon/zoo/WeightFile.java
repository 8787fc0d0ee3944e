package dev.tenon.zoo;

import dev.tenon.formats.download.Download;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of the catalogue.
 *
 * @param file its name in the cache
 * @param url where it comes from; null for one that lies beside the catalogue
 * @param path where it lies, from the catalogue's folder; null for one that is fetched
 * @param hash its SHA-256 or MD5; null where nobody published one
 * @param top whether it has weights of the layers that name a class
 * @param alpha the width of the network
 * @param side the side of the images; null where it does not matter
 * @param minimalistic whether it is for the minimalistic network
 */
record WeightFile(
    String file,
    @Nullable String url,
    @Nullable Path path,
    @Nullable String hash,
    boolean top,
    double alpha,
    @Nullable Long side,
    boolean minimalistic) {

  boolean fits(ApplicationOptions options, long wantedSide) {
    return top == options.includeTop()
        && alpha == options.alpha()
        && minimalistic == options.minimalistic()
        && takes(wantedSide);
  }

  boolean takes(long wantedSide) {
    return side == null || side == wantedSide;
  }

  /** Says whether it is for the network that Keras builds where nobody says otherwise. */
  boolean isUsual() {
    return alpha == 1 && !minimalistic;
  }

  /** Says what it is for, for a person. */
  String described() {
    return file + (top ? " with a top" : " without a top") + (side == null ? "" : ", for " + side);
  }

  Download download() {
    if (url == null) {
      throw new IllegalStateException(file + " is not fetched: it lies at " + path);
    }
    return new Download(file, URI.create(url), hash);
  }
}
