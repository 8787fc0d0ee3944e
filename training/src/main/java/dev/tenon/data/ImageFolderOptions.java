package dev.tenon.data;

import dev.tenon.image.AspectRatio;
import dev.tenon.image.ColorMode;
import dev.tenon.image.TensorResize;
import dev.tenon.internal.options.Setters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keras' arguments of image_dataset_from_directory. */
@Setters
record ImageFolderOptions(
    String labelMode,
    @Nullable List<String> classNames,
    ColorMode colorMode,
    int batchSize,
    int height,
    int width,
    boolean shuffle,
    @Nullable Long seed,
    double validationSplit,
    @Nullable String subset,
    TensorResize interpolation,
    AspectRatio aspectRatio)
    implements ImageFolderOptionsSetters {
  private static final List<String> ENDINGS = List.of(".bmp", ".gif", ".jpeg", ".jpg", ".png");

  static final ImageFolderOptions DEFAULTS =
      new ImageFolderOptions(
          "int",
          null,
          ColorMode.RGB,
          32,
          256,
          256,
          true,
          null,
          0,
          null,
          TensorResize.BILINEAR,
          AspectRatio.STRETCH);

  FileSelection selection() {
    return new FileSelection(
        "images", ENDINGS, labelMode, classNames, null, shuffle, validationSplit, subset, false);
  }
}
