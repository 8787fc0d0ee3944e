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
 * Fashion-MNIST: 70,000 grey images of clothes, 28 by 28, in place of MNIST's digits.
 *
 * <p>{@code x}: uint8 (60000 and 10000, 28, 28), 0 to 255. {@code y}: uint8 (60000 and 10000), the
 * position in {@link #CLASS_NAMES}. Copyright Zalando SE, MIT licence. Keras gives no hashes for
 * its four files, so none are checked. With {@code TENON_OFFLINE=/usr/share/datasets} Debian's
 * package {@code dataset-fashion-mnist} is read.
 *
 * @see <a href="https://keras.io/api/datasets/fashion_mnist/">Keras: Fashion MNIST dataset</a>
 */
public final class FashionMnist {
  /** What the labels stand for. */
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

  /** Its folder within Keras' cache, as Keras has it. */
  static final String FOLDER = "datasets/fashion-mnist";

  /** In the order in which Keras fetches them. */
  static final List<Download> FILES =
      Stream.of("train-labels-idx1", "train-images-idx3", "t10k-labels-idx1", "t10k-images-idx3")
          .map(name -> Origins.keras(name + "-ubyte.gz", null))
          .toList();

  private FashionMnist() {}

  /**
   * Returns the data, which are fetched into Keras' cache folder (31 MB) where they are not there.
   *
   * @throws IOException where a file cannot be had
   */
  public static TrainTest load() throws IOException {
    return load(Origins.cache(FOLDER));
  }

  /** Returns the data from a cache of the caller's. */
  public static TrainTest load(FileCache cache) throws IOException {
    return load(cache, FILES);
  }

  /**
   * Returns the data of a local folder with the four files, each plain or as {@code .gz}.
   *
   * @throws IOException where a file cannot be opened
   * @throws MalformedModelException where a file is missing, is damaged, or has another number of
   *     images than labels
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
