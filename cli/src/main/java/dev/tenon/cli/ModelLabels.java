package dev.tenon.cli;

import dev.tenon.formats.image.AspectRatio;
import dev.tenon.formats.image.ColorMode;
import dev.tenon.formats.image.Images;
import dev.tenon.formats.image.Interpolation;
import dev.tenon.formats.image.TensorResize;
import dev.tenon.tensor.Tensor;
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

  /** Says whether a model has labels beside it: whether {@code finetune} made it. */
  static boolean areBeside(Path model) {
    return Files.isRegularFile(beside(model));
  }

  /**
   * Reads a picture, (1, height, width, channels).
   *
   * @param tuned whether it is resized as while training, between pixels; else as Keras' {@code
   *     load_img} does, which takes the nearest
   */
  static Tensor picture(Path photo, int height, int width, ColorMode mode, boolean tuned)
      throws IOException {
    Tensor picture =
        tuned
            ? Images.resize(
                Images.pixels(photo, mode),
                height,
                width,
                TensorResize.BILINEAR,
                AspectRatio.STRETCH)
            : Images.load(photo, height, width, mode, Interpolation.NEAREST);
    return picture.expandDims(0);
  }

  /** Returns the labels beside a model; null where there are none. */
  static @Nullable Labels read(Path model) throws IOException {
    return areBeside(model) ? Labels.read(beside(model)) : null;
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
    if (areBeside(model)) {
      return Preprocessing.INSIDE;
    }
    throw new IllegalArgumentException(
        model
            + ": a model file does not say how it wants its pictures: give --preprocess caffe,"
            + " tf, torch or inside");
  }
}
