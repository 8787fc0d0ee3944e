package dev.tenon.data.sets;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.config.Config;
import dev.tenon.formats.download.Download;
import dev.tenon.formats.download.FileCache;
import dev.tenon.internal.console.DownloadBar;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The addresses of Keras' data sets. */
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

  /** Returns the number of each word, from a file of Keras' folder. */
  static Map<String, Integer> words(FileCache cache, Download file) throws IOException {
    return new ObjectMapper()
        .readValue(
            cache.fetch(file).toFile(), new TypeReference<LinkedHashMap<String, Integer>>() {});
  }

  /** Returns Keras' cache folder for data sets; it draws a bar where logging is interactive. */
  static FileCache cache(String subfolder) {
    FileCache cache = FileCache.keras(subfolder);
    return Config.isInteractiveLoggingEnabled()
        ? cache.progress(new DownloadBar(System.out))
        : cache;
  }
}
