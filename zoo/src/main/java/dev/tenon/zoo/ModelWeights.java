package dev.tenon.zoo;

import dev.tenon.Model;
import dev.tenon.formats.download.FileCache;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

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

  /** Returns the folder in which Keras keeps weights. */
  static FileCache cache() {
    return FileCache.keras("models");
  }

  /**
   * Gives a model the weights that another one has under the same names.
   *
   * @throws IllegalStateException where that one lacks some
   */
  static void copy(Model from, Model to) {
    KerasModel source = from.info().keras();
    KerasModel target = to.info().keras();
    Map<String, Parameter> known = new HashMap<>();
    source.lowered().parameters().forEach(each -> known.put(each.path(), each));
    for (Parameter parameter : target.lowered().parameters()) {
      Parameter same = known.get(parameter.path());
      if (same == null) {
        throw new IllegalStateException(
            source.name() + " has no weight '" + parameter.path() + "' of " + target.name());
      }
      ParameterStore.Stored stored = source.parameters().stored(same);
      target.parameters().put(parameter, stored.tensor(), stored.view());
    }
  }
}
