package dev.tenon.data.sets;

import dev.tenon.formats.download.Download;
import dev.tenon.formats.download.FileCache;
import dev.tenon.internal.console.DownloadBar;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where Keras' data sets lie. */
final class Origins {
  /** Keras' cache folder for most data sets, within its cache. */
  static final String FOLDER = "datasets";

  private static final String KERAS =
      "https://storage.googleapis.com/tensorflow/tf-keras-datasets/";

  private Origins() {}

  /** Returns a file of Keras' own folder, under the same name. */
  static Download keras(String name, @Nullable String hash) {
    return new Download(name, URI.create(KERAS + name), hash);
  }

  /** Returns Keras' cache folder for data sets, with a bar on the standard output. */
  static FileCache cache(String subfolder) {
    return FileCache.keras(subfolder).progress(new DownloadBar(System.out));
  }
}
