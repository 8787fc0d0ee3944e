package dev.tenon.cli;

import dev.tenon.zoo.Labels;
import dev.tenon.zoo.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The names of classes that {@code finetune} writes beside its model. Such a model takes pixels: a
 * file with labels beside it needs no {@code --preprocess}.
 */
final class ModelLabels {
  private static final String SUFFIX = ".labels.txt";

  private ModelLabels() {}

  /** Returns where the labels of a model lie. */
  static Path beside(Path model) {
    return model.resolveSibling(model.getFileName() + SUFFIX);
  }

  /** Returns the labels beside a model; null where there are none. */
  static @Nullable Labels read(Path model) throws IOException {
    Path labels = beside(model);
    return Files.isRegularFile(labels) ? Labels.read(labels) : null;
  }

  /**
   * Returns what a model file wants done to pictures.
   *
   * @throws IllegalArgumentException where that was not said, and it is no model of {@code
   *     finetune}
   */
  static Preprocessing preprocessing(Path model, @Nullable String named) {
    if (named != null) {
      return Preprocessing.named(named);
    }
    if (Files.isRegularFile(beside(model))) {
      return Preprocessing.INSIDE;
    }
    throw new IllegalArgumentException(
        model
            + ": a model file does not say how it wants its pictures: give --preprocess caffe,"
            + " tf, torch or inside");
  }
}
