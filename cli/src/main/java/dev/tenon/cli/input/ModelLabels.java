package dev.tenon.cli.input;

import dev.tenon.Model;
import dev.tenon.image.AspectRatio;
import dev.tenon.image.ColorMode;
import dev.tenon.image.ImageDecoder;
import dev.tenon.image.ImageSpec;
import dev.tenon.image.TensorResize;
import dev.tenon.zoo.Labels;
import dev.tenon.zoo.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a model file's images and classes: from the file itself, and from the names that
 * {@code finetune} writes beside its model.
 */
public final class ModelLabels {
  private static final String SUFFIX = ".labels.txt";

  /** The size is the model's own. */
  private static final ImageSpec TUNED =
      new ImageSpec(
          ImageDecoder.TENSORFLOW,
          224,
          224,
          ColorMode.RGB,
          TensorResize.BILINEAR,
          AspectRatio.STRETCH,
          ImageSpec.INSIDE,
          List.of());

  private ModelLabels() {}

  /** Returns where the labels of a model lie. */
  public static Path beside(Path model) {
    return model.resolveSibling(model.getFileName() + SUFFIX);
  }

  /** Says whether a model has labels beside it: whether {@code finetune} made it. */
  public static boolean areBeside(Path model) {
    return Files.isRegularFile(beside(model));
  }

  /**
   * Returns how a model's images are read: as its file tells, else as those that {@code finetune}
   * wrote before files told; null where nothing is known.
   */
  public static @Nullable ImageSpec images(@Nullable ImageSpec own, Path file) {
    return own == null && areBeside(file) ? TUNED : own;
  }

  /**
   * Returns the names of a model's classes: those beside it, else those in its file; null for none.
   */
  public static @Nullable Labels read(Path file, Model model) throws IOException {
    if (areBeside(file)) {
      return Labels.read(beside(file));
    }
    ImageSpec spec = model.images();
    return spec == null || spec.classNames().isEmpty() ? null : Labels.of(spec.classNames());
  }

  /**
   * Returns what a model file wants done to images.
   *
   * @param spec how its images are read; null where that is not known
   * @throws IllegalArgumentException where neither the caller nor the file says it
   */
  public static Preprocessing preprocessing(
      Path model, @Nullable String named, @Nullable ImageSpec spec) {
    if (named != null) {
      return Preprocessing.named(named);
    }
    if (spec != null) {
      return Preprocessing.named(spec.scaling());
    }
    throw new IllegalArgumentException(
        model
            + ": this model file does not say how it wants its images: give --preprocess caffe,"
            + " tf, torch or inside");
  }
}
