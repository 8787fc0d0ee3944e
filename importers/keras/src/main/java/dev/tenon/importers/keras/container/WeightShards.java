package dev.tenon.importers.keras.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.ModelFolder;
import dev.tenon.formats.Source;
import dev.tenon.formats.hdf5.Hdf5File;
import dev.tenon.formats.hdf5.Hdf5Group;
import dev.tenon.importers.keras.weights.PathWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Weights in several files, which Keras writes with {@code max_shard_size}: an index {@code
 * .weights.json} and files {@code _00000.weights.h5} beside it.
 */
final class WeightShards {
  private static final String MAP = "weight_map";

  private WeightShards() {}

  /** Returns whether a configuration is such an index. */
  static boolean isIndex(ObjectNode config) {
    return config.has(MAP) && !config.has("class_name");
  }

  /**
   * Opens the files of an index in a folder.
   *
   * @param source the index, which closes the files with itself
   * @throws UncheckedIOException if a file is missing or cannot be read
   */
  static PathWeights beside(Source source, ObjectNode index) {
    ModelFolder folder = source.folder();
    Path path = source.path();
    if (folder == null || path == null) {
      throw new UnsupportedModelException(
          source.name(), "is the index of several files: give its path, so that they are found");
    }
    List<Hdf5Group> roots = new ArrayList<>();
    for (String name : names(source.name(), index)) {
      roots.add(Hdf5File.open(shard(folder, path, name)).root());
    }
    return new PathWeights(roots);
  }

  private static Source shard(ModelFolder folder, Path index, String name) {
    try {
      return folder.source(name, () -> file(folder, index.resolveSibling(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(ModelFolder folder, Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString(), null, "a file with weights is missing");
    }
    Path real = folder.real(file);
    if (real == null) {
      throw new MalformedModelException(file.toString(), "is a link out of the model's folder");
    }
    return real;
  }

  private static Set<String> names(String where, ObjectNode index) {
    JsonNode map = index.get(MAP);
    Set<String> names = new LinkedHashSet<>();
    if (map == null || !map.isObject()) {
      throw new MalformedModelException(where, "'" + MAP + "' is no JSON object");
    }
    for (JsonNode entry : map) {
      // A weight that begins in one file and ends in another has a list of them.
      for (JsonNode name : entry.isArray() ? entry : List.of(entry)) {
        if (!name.isTextual() || !name.textValue().matches("[^/\\\\:\\x00]*\\.h5")) {
          throw new MalformedModelException(
              where, "'" + MAP + "' has " + name + "; expected the name of an .h5 file beside it");
        }
        names.add(name.textValue());
      }
    }
    return names;
  }
}
