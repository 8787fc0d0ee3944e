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
 * @param labels the class index of each file in the order of paths; null for those of the
 *     sub-folders, the default
 * @param labelMode {@code int} (int32, the default), {@code categorical} (one-hot float32), {@code
 *     binary} (float32 0 or 1 for two classes) or {@code none}, which takes all images, also
 *     outside sub-folders
 * @param classNames the sub-folders to read, in the order of their class indices; null for all, the
 *     default
 * @param colorMode the channels of images; RGB by default
 * @param batchSize the number of images of a batch, at least 1; 32 by default
 * @param imageSize the height and the width of images in pixels, at least 1; 256 and 256 by default
 * @param shuffle whether images are shuffled, true by default; otherwise files keep the order of
 *     their paths
 * @param seed the seed of the shuffle, from 0 to 2³² − 1; null for a random one, the default
 * @param validationSplit the fraction of the validation part, which has the last images, more than
 *     0 and less than 1; null for none, the default
 * @param subset {@code training} or {@code validation}; null for all images, the default
 * @param interpolation the interpolation of resized images; bilinear by default
 * @param followLinks whether links to folders are followed; false by default
 * @param cropToAspectRatio whether images are cropped to the proportions of {@code imageSize}
 *     before they are resized; false by default
 * @param padToAspectRatio whether images are padded with zeros to the proportions of {@code
 *     imageSize}; false by default
 */
@Setters(owner = ImageFolder.class)
record ImageFolderOptions(
    @Nullable List<Integer> labels,
    String labelMode,
    @Nullable List<String> classNames,
    ColorMode colorMode,
    int batchSize,
    List<Integer> imageSize,
    boolean shuffle,
    @Nullable Long seed,
    @Nullable Double validationSplit,
    @Nullable String subset,
    TensorResize interpolation,
    boolean followLinks,
    boolean cropToAspectRatio,
    boolean padToAspectRatio) {
  private static final List<String> ENDINGS = List.of(".bmp", ".gif", ".jpeg", ".jpg", ".png");

  static final ImageFolderOptions DEFAULTS =
      new ImageFolderOptions(
          null,
          "int",
          null,
          ColorMode.RGB,
          32,
          List.of(256, 256),
          true,
          null,
          null,
          null,
          TensorResize.BILINEAR,
          false,
          false,
          false);

  ImageFolderOptions {
    FileSelection.checkArguments(labelMode, batchSize, validationSplit, subset);
    if (imageSize.size() != 2 || imageSize.get(0) < 1 || imageSize.get(1) < 1) {
      throw new IllegalArgumentException(
          "imageSize: expected a height and a width of at least 1, received " + imageSize);
    }
    if (cropToAspectRatio && padToAspectRatio) {
      throw new IllegalArgumentException(
          "cropToAspectRatio and padToAspectRatio cannot both be true");
    }
  }

  AspectRatio aspectRatio() {
    if (cropToAspectRatio) {
      return AspectRatio.CROP;
    }
    return padToAspectRatio ? AspectRatio.PAD : AspectRatio.STRETCH;
  }

  FileSelection selection() {
    return new FileSelection(
            "images",
            ENDINGS,
            labelMode,
            classNames,
            labels,
            shuffle,
            FileSelection.share(validationSplit, subset),
            subset,
            followLinks)
        .checked(seed);
  }
}
