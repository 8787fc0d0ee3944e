package dev.tenon.data.sets;

import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.download.Download;
import dev.tenon.formats.download.FileCache;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The Fashion-MNIST data set: 70,000 grayscale images of clothes in ten classes, 28 × 28 pixels.
 *
 * <p>{@code x}: uint8 (60000 and 10000, 28, 28), from 0 to 255. {@code y}: uint8 (60000 and 10000),
 * the index in {@link #CLASS_NAMES}. Copyright Zalando SE, MIT licence. The four files of Keras'
 * storage have 31 MB; Keras has no hashes for them, so none are checked. With {@code
 * TENON_OFFLINE=/usr/share/datasets} the files of Debian's package {@code dataset-fashion-mnist}
 * are read.
 *
 * @see <a href="https://keras.io/api/datasets/fashion_mnist/">Keras: Fashion MNIST dataset</a>
 */
public final class FashionMnist {
  /** The names of the classes, by label. */
  public static final List<String> CLASS_NAMES =
      List.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot");

  /** The folder within Keras' cache, as in Keras. */
  static final String FOLDER = "datasets/fashion-mnist";

  /** The files in Keras' order of downloads. */
  static final List<Download> FILES =
      Stream.of("train-labels-idx1", "train-images-idx3", "t10k-labels-idx1", "t10k-images-idx3")
          .map(name -> Origins.keras(name + "-ubyte.gz", null))
          .toList();

  private FashionMnist() {}

  /**
   * Loads the data; the files are downloaded to Keras' cache if they are missing.
   *
   * @throws IOException if a file cannot be downloaded or read
   */
  public static TrainTest load() throws IOException {
    return load(Origins.cache(FOLDER));
  }

  /**
   * Loads the data with a cache of the caller.
   *
   * @param cache the cache of downloads
   * @throws IOException if a file cannot be downloaded or read
   */
  public static TrainTest load(FileCache cache) throws IOException {
    return load(cache, FILES);
  }

  /**
   * Loads the data of a local folder with the four files, each plain or as {@code .gz}.
   *
   * @param folder the folder
   * @throws IOException if a file cannot be opened
   * @throws MalformedModelException if a file is missing or damaged, or the numbers of images and
   *     labels differ
   */
  public static TrainTest load(Path folder) throws IOException {
    return Idx.readFolder(folder);
  }

  static TrainTest load(FileCache cache, List<Download> files) throws IOException {
    return new TrainTest(
        read(cache, files.get(1), 3),
        read(cache, files.get(0), 1),
        read(cache, files.get(3), 3),
        read(cache, files.get(2), 1));
  }

  private static Tensor read(FileCache cache, Download file, int rank) throws IOException {
    Path path = cache.fetch(file);
    try (InputStream in = Files.newInputStream(path)) {
      return Idx.read(path.toString(), in, rank);
    }
  }
}
