package dev.tenon.data;

import dev.tenon.image.AspectRatio;
import dev.tenon.image.ColorMode;
import dev.tenon.image.ImageDecoder;
import dev.tenon.image.ImageSpec;
import dev.tenon.image.TensorResize;
import dev.tenon.internal.data.FileSelection;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;

/**
 * A data set of the images of a folder, decoded batch by batch: Keras' {@code
 * image_dataset_from_directory}.
 *
 * <p>{@code Dataset.fromImages(folder).imageSize(180, 180).validationSplit(0.2,
 * "training").shuffle(123)}. Each sub-folder is a class; class indices follow the order of the
 * names. The endings are {@code .bmp}, {@code .gif}, {@code .jpeg}, {@code .jpg} and {@code .png}.
 *
 * <p>Features are float32 (batch, height, width, channels) from 0 to 255. They are resized as by
 * {@code tf.image.resize}, and decoded as by {@code tf.io.decode_image} on each engine. A trained
 * model keeps this description, see {@link #images}. The defaults are Keras': batches of 32, 256 ×
 * 256, RGB, bilinear, int32 labels, shuffled with a random seed. An unreadable image is an error
 * with the file's name. Immutable.
 *
 * @see <a
 *     href="https://keras.io/api/data_loading/image/#image_dataset_from_directory-function">Keras:
 *     image_dataset_from_directory</a>
 */
public final class ImageFolder implements Dataset {
  private final Path folder;
  private final ImageFolderOptions options;
  private final FolderBatches files;

  private ImageFolder(Path folder, ImageFolderOptions options) {
    this.folder = folder;
    this.options = options;
    this.files = new FolderBatches(folder, options::selection, options.batchSize(), options.seed());
  }

  static ImageFolder of(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "fromImages(folder): expected a folder with a sub-folder for each class, received "
              + folder);
    }
    return new ImageFolder(folder, ImageFolderOptions.DEFAULTS);
  }

  private ImageFolder with(ImageFolderOptions changed) {
    return new ImageFolder(folder, changed);
  }

  /**
   * Sets Keras' {@code label_mode}; {@code int} by default.
   *
   * @param mode {@code int} (int32), {@code categorical} (one-hot float32), {@code binary} (float32
   *     0 or 1 for two classes) or {@code none}, which takes all images, also outside sub-folders
   * @throws IllegalArgumentException if the mode is unknown
   */
  public ImageFolder labelMode(String mode) {
    FileSelection.checkLabelMode(mode);
    return with(options.labelMode(mode));
  }

  /**
   * Sets Keras' {@code class_names}: the sub-folders to read, in the order of their class indices.
   *
   * @param names the names of the sub-folders
   */
  public ImageFolder classNames(List<String> names) {
    return with(options.classNames(List.copyOf(names)));
  }

  /** Sets Keras' {@code color_mode}; RGB by default. */
  public ImageFolder colorMode(ColorMode mode) {
    return with(options.colorMode(mode));
  }

  /**
   * Sets Keras' {@code image_size}; 256 × 256 by default.
   *
   * @param height the height in pixels
   * @param width the width in pixels
   * @throws IllegalArgumentException if a length is less than 1
   */
  public ImageFolder imageSize(int height, int width) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "imageSize: expected positive lengths, received " + height + " by " + width);
    }
    return with(options.height(height).width(width));
  }

  /**
   * Sets Keras' {@code batch_size}; 32 by default.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  @Override
  public ImageFolder batch(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("batch(size): size is " + size + ", must be at least 1");
    }
    return with(options.batchSize(size));
  }

  /**
   * Shuffles with a seed: once before the split, as Keras with NumPy's numbers, and in each pass.
   *
   * @param newSeed the seed, from 0 to 2³² − 1
   */
  public ImageFolder shuffle(long newSeed) {
    return with(options.shuffle(true).seed(newSeed));
  }

  /** Keeps images in the order of their paths, instead of a shuffle. */
  public ImageFolder inOrder() {
    return with(options.shuffle(false));
  }

  /**
   * Selects a part of the images: the last ones for {@code validation}, the others for {@code
   * training}.
   *
   * @param split the fraction of the validation part, more than 0 and less than 1
   * @param subset {@code training} or {@code validation}
   * @throws IllegalArgumentException if the fraction is out of range or the name is unknown
   */
  public ImageFolder validationSplit(double split, String subset) {
    FileSelection.checkShare(split);
    FileSelection.checkSubset(subset);
    return with(options.validationSplit(split).subset(subset));
  }

  /** Sets Keras' {@code interpolation}; bilinear by default. */
  public ImageFolder interpolation(TensorResize method) {
    return with(options.interpolation(method));
  }

  /**
   * Sets Keras' {@code crop_to_aspect_ratio}: images are cropped to the proportions of {@code
   * imageSize} before they are resized; false by default.
   *
   * @throws IllegalArgumentException if {@link #padToAspectRatio} is set too
   */
  public ImageFolder cropToAspectRatio(boolean wanted) {
    return aspectRatio(AspectRatio.CROP, wanted);
  }

  /**
   * Sets Keras' {@code pad_to_aspect_ratio}: images are padded with zeros to the proportions of
   * {@code imageSize}; false by default.
   *
   * @throws IllegalArgumentException if {@link #cropToAspectRatio} is set too
   */
  public ImageFolder padToAspectRatio(boolean wanted) {
    return aspectRatio(AspectRatio.PAD, wanted);
  }

  private ImageFolder aspectRatio(AspectRatio way, boolean wanted) {
    AspectRatio now = options.aspectRatio();
    if (wanted && now != AspectRatio.STRETCH && now != way) {
      throw new IllegalArgumentException(
          "cropToAspectRatio and padToAspectRatio cannot both be true");
    }
    if (wanted) {
      return with(options.aspectRatio(way));
    }
    return now == way ? with(options.aspectRatio(AspectRatio.STRETCH)) : this;
  }

  /** Returns the names of the classes, in the order of their class indices. */
  public List<String> classNames() {
    return files.files().classNames();
  }

  /** Returns the paths of the images: Keras' {@code file_paths}. */
  public List<Path> filePaths() {
    return files.files().files();
  }

  @Override
  public OptionalLong batches() {
    return files.batches();
  }

  @Override
  public Iterator<Batch> pass(int epoch) {
    return files.pass(epoch, this::read, BatchSamples::stack);
  }

  private Tensor read(Path path) throws IOException {
    return spec(List.of()).read(path).expandDims(0);
  }

  @Override
  public ImageSpec images() {
    return spec(classNames());
  }

  private ImageSpec spec(List<String> classNames) {
    return new ImageSpec(
        ImageDecoder.TENSORFLOW,
        options.height(),
        options.width(),
        options.colorMode(),
        options.interpolation(),
        options.aspectRatio(),
        ImageSpec.INSIDE,
        classNames);
  }
}
