package dev.tenon.zoo;

import dev.tenon.formats.download.FileCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Brings the weights of files into networks. */
final class ModelWeights {
  private ModelWeights() {}

  static Path existing(String network, Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(
          file.toString(),
          null,
          "no such weights file for "
              + network
              + "; weights is 'imagenet', the path of a file, or null for random ones");
    }
    return file;
  }

  /** Returns Keras' weights for ImageNet, which are downloaded where its cache lacks them. */
  static Path fetch(Application application, long side, ApplicationOptions options, FileCache cache)
      throws IOException {
    return Catalogue.keras().named(application.name()).fetch(cache, options, side);
  }

  /** Returns the folder in which Keras keeps weights. */
  static FileCache cache() {
    return FileCache.keras("models");
  }
}
