package dev.tenon.data;

import dev.tenon.error.Names;
import dev.tenon.image.AspectRatio;
import dev.tenon.image.ColorMode;
import dev.tenon.image.ImageDecoder;
import dev.tenon.image.ImageSpec;
import dev.tenon.image.TensorResize;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The images of a folder, decoded batch by batch; Keras' {@code image_dataset_from_directory}.
 *
 * <p>Written as {@code Dataset.fromImages(folder).imageSize(180, 180).validationSplit(0.2,
 * "training").shuffle(123)}. Each sub-folder is a class, numbered in the order of their names.
 * Features are float32 (batch, height, width, channels), 0 to 255, resized as {@code
 * tf.image.resize} does; the samples are those of {@code tf.io.decode_image}, with whichever
 * engine. A model that learns from them keeps how they are read, see {@link #images}. Defaults are
 * Keras': batches of 32, 256 by 256, RGB, bilinear, labels as int32, shuffled with another seed
 * each time. An image that cannot be read is an error that names the file. Immutable.
 *
 * @see <a
 *     href="https://keras.io/api/data_loading/image/#image_dataset_from_directory-function">Keras:
 *     image_dataset_from_directory</a>
 */
public final class ImageFolder implements Dataset {
  private final Path folder;
  private final ImageFolderOptions options;
  private final long seed;
  private @Nullable LabeledFiles files;

  private ImageFolder(Path folder, ImageFolderOptions options) {
    this.folder = folder;
    this.options = options;
    Long given = options.seed();
    // As Keras, which draws one below a million.
    this.seed = given == null ? ThreadLocalRandom.current().nextInt(1_000_000) : given;
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
   * Says what labels are: {@code int} (int32), {@code categorical} (one-hot float32), {@code
   * binary} (float32 0 or 1, of two classes) or {@code none}: then all images count, in sub-folders
   * or not.
   */
  public ImageFolder labelMode(String mode) {
    if (!FileSelection.LABEL_MODES.contains(mode)) {
      throw new IllegalArgumentException(
          Names.unknown("labelMode", mode, FileSelection.LABEL_MODES));
    }
    return with(options.labelMode(mode));
  }

  /** Takes these sub-folders only, and numbers them in this order. */
  public ImageFolder classNames(List<String> names) {
    return with(options.classNames(List.copyOf(names)));
  }

  /** Says which channels images have; RGB. */
  public ImageFolder colorMode(ColorMode mode) {
    return with(options.colorMode(mode));
  }

  /** Says the size that images are given; 256 by 256. */
  public ImageFolder imageSize(int height, int width) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "imageSize: expected positive lengths, received " + height + " by " + width);
    }
    return with(options.height(height).width(width));
  }

  /** Says how many images a batch has; 32. */
  @Override
  public ImageFolder batch(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("batch(size): size is " + size + ", must be at least 1");
    }
    return with(options.batchSize(size));
  }

  /** Shuffles with a seed: once before the split, with NumPy's numbers as Keras, and each pass. */
  public ImageFolder shuffle(long newSeed) {
    return with(options.shuffle(true).seed(newSeed));
  }

  /** Leaves images in the order of their names. */
  public ImageFolder inOrder() {
    return with(options.shuffle(false));
  }

  /**
   * Takes a part only: the last images for {@code validation}, the others for {@code training}.
   *
   * @param split the share of the validation part, between 0 and 1
   */
  public ImageFolder validationSplit(double split, String subset) {
    if (!(split > 0 && split < 1)) {
      throw new IllegalArgumentException(
          "validationSplit: expected a share between 0 and 1, received " + split);
    }
    if (!FileSelection.SUBSETS.contains(subset)) {
      throw new IllegalArgumentException(Names.unknown("subset", subset, FileSelection.SUBSETS));
    }
    return with(options.validationSplit(split).subset(subset));
  }

  /** Says how images are resized; bilinear. */
  public ImageFolder interpolation(TensorResize method) {
    return with(options.interpolation(method));
  }

  /**
   * Cuts images to the proportions of {@code imageSize} before they are resized; false.
   *
   * @throws IllegalArgumentException where they are padded too
   */
  public ImageFolder cropToAspectRatio(boolean wanted) {
    return aspectRatio(AspectRatio.CROP, wanted);
  }

  /**
   * Puts the whole of each image into the middle, with zeros around; false.
   *
   * @throws IllegalArgumentException where they are cut too
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

  /** Returns the names of the classes, in the order of their numbers. */
  public List<String> classNames() {
    return files().classNames();
  }

  /** Returns the paths of the images; Keras' {@code file_paths}. */
  public List<Path> filePaths() {
    return files().files();
  }

  private synchronized LabeledFiles files() {
    if (files == null) {
      if (options.subset() != null && options.shuffle() && options.seed() == null) {
        throw new IllegalArgumentException(
            "validationSplit: images are shuffled, so give a seed with shuffle(seed), the same"
                + " for both parts; or call inOrder()");
      }
      files = LabeledFiles.of(folder, options.selection(), seed);
    }
    return files;
  }

  @Override
  public OptionalLong batches() {
    int size = options.batchSize();
    return OptionalLong.of((files().files().size() + size - 1) / size);
  }

  @Override
  public Iterator<Batch> pass(int epoch) {
    int count = files().files().size();
    int[] order =
        options.shuffle() ? SampleOrder.shuffled(count, seed, epoch) : SampleOrder.plain(count);
    return new OrderedBatches(order, options.batchSize(), this::load);
  }

  private Batch load(int[] positions) {
    List<Tensor> images =
        IntStream.of(positions)
            .parallel()
            .mapToObj(position -> read(files().files().get(position)))
            .toList();
    return Batch.of(
        List.of(BatchSamples.stack(images)), files().targets(positions, options.labelMode()));
  }

  private Tensor read(Path path) {
    try {
      return spec(List.of()).read(path).expandDims(0);
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": cannot be read: " + e.getMessage(), e);
    }
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
