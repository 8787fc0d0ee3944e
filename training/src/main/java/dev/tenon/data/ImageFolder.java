package dev.tenon.data;

import dev.tenon.image.ImageDecoder;
import dev.tenon.image.ImageSpec;
import dev.tenon.internal.data.Lent;
import dev.tenon.internal.data.ReusedWriters;
import dev.tenon.tensor.Tensor;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * A data set of the images of a folder, decoded batch by batch: Keras' {@code
 * image_dataset_from_directory}.
 *
 * <p>{@code imageDatasetFromDirectory(folder).imageSize(180,
 * 180).validationSplit(0.2).subset("training").seed(123)}. Each sub-folder is a class; class
 * indices follow the order of the names. The endings are {@code .bmp}, {@code .gif}, {@code .jpeg},
 * {@code .jpg} and {@code .png}.
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
public final class ImageFolder extends ImageFolderSetters implements Dataset {
  private final Path folder;
  private final FolderBatches files;

  /** Held by passes alone, so that its memory is freed after the last one. */
  private WeakReference<ReusedWriters> writers = new WeakReference<>(null);

  private ImageFolder(Path folder, ImageFolderOptions options) {
    super(options);
    this.folder = folder;
    this.files = new FolderBatches(folder, options::selection, options.batchSize(), options.seed());
  }

  static ImageFolder of(Path folder) {
    return new ImageFolder(
        FolderBatches.checked("imageDatasetFromDirectory", folder), ImageFolderOptions.DEFAULTS);
  }

  @Override
  ImageFolder with(ImageFolderOptions changed) {
    return new ImageFolder(folder, changed);
  }

  @Override
  public ImageFolder batch(int size) {
    return batchSize(size);
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
    ReusedWriters shared = writers();
    return files.pass(epoch, paths -> read(paths, shared));
  }

  private synchronized ReusedWriters writers() {
    ReusedWriters known = writers.get();
    if (known == null) {
      known = new ReusedWriters();
      writers = new WeakReference<>(known);
    }
    return known;
  }

  /** Reads images as one batch, which is not put together afterwards: that would copy it. */
  private Lent<Tensor> read(List<Path> paths, ReusedWriters shared) {
    ImageSpec spec = spec(List.of());
    int height = spec.height();
    int width = spec.width();
    int channels = spec.colorMode().channels();
    int size = Math.multiplyExact(Math.multiplyExact(height, width), channels);
    Lent<Tensor.Writer> batch = shared.lend(Math.multiplyExact(size, paths.size()));
    IntStream.range(0, paths.size())
        .parallel()
        .forEach(
            i ->
                FolderBatches.read(paths.get(i), path -> spec.read(path, batch.value(), i * size)));
    return batch.map(writer -> writer.build(paths.size(), height, width, channels));
  }

  @Override
  public ImageSpec images() {
    return spec(classNames());
  }

  private ImageSpec spec(List<String> classNames) {
    return new ImageSpec(
        ImageDecoder.TENSORFLOW,
        options.imageSize().get(0),
        options.imageSize().get(1),
        options.colorMode(),
        options.interpolation(),
        options.aspectRatio(),
        ImageSpec.INSIDE,
        classNames);
  }
}
