package dev.tenon.data;

import dev.tenon.image.AspectRatio;
import dev.tenon.image.ColorMode;
import dev.tenon.image.TensorResize;
import dev.tenon.internal.data.FileSelection;
import dev.tenon.internal.options.Setters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of Keras' {@code image_dataset_from_directory}.
 *
 * @param labelMode {@code int} (int32, the default), {@code categorical} (one-hot float32), {@code
 *     binary} (float32) or {@code none}
 * @param classNames the sub-folders to read, in the order of their class indices; null for all, the
 *     default
 * @param colorMode the channels of images; RGB by default
 * @param batchSize the number of images of a batch, at least 1; 32 by default
 * @param height the height of images in pixels, at least 1; 256 by default
 * @param width the width of images in pixels, at least 1; 256 by default
 * @param shuffle whether images are shuffled; true by default
 * @param seed the seed of the shuffle, from 0 to 2³² − 1; null for a random one, the default
 * @param validationSplit the fraction of the validation part, from 0 to less than 1; 0 by default
 * @param subset {@code training} or {@code validation}; null for all images, the default
 * @param interpolation the interpolation of resized images; bilinear by default
 * @param aspectRatio whether images are stretched (the default), cropped or padded to the size
 */
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
    if (subset != null && shuffle && seed == null) {
      throw new IllegalArgumentException(
          "validationSplit: images are shuffled, so give a seed with shuffle(seed), the same"
              + " for both parts; or call inOrder()");
    }
    return new FileSelection(
        "images", ENDINGS, labelMode, classNames, null, shuffle, validationSplit, subset, false);
  }
}
