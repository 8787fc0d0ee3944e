package dev.tenon.data.sets;

import dev.tenon.formats.download.FileCache;
import dev.tenon.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Fashion-MNIST: 70,000 grey pictures of clothes, 28 by 28, in place of MNIST's digits.
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

  private FashionMnist() {}

  /**
   * Returns the data, which are fetched into Keras' cache folder (31 MB) where they are not there.
   *
   * @throws IOException where a file cannot be had
   */
  public static TrainTest load() throws IOException {
    return load(Origins.cache("datasets/fashion-mnist"));
  }

  /** Returns the data from a cache of the caller's. */
  public static TrainTest load(FileCache cache) throws IOException {
    return new TrainTest(
        read(cache, "train-images-idx3-ubyte.gz", 3),
        read(cache, "train-labels-idx1-ubyte.gz", 1),
        read(cache, "t10k-images-idx3-ubyte.gz", 3),
        read(cache, "t10k-labels-idx1-ubyte.gz", 1));
  }

  private static Tensor read(FileCache cache, String name, int rank) throws IOException {
    Path path = cache.fetch(Origins.keras(name, null));
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      return Idx.read(path.toString(), in, rank);
    }
  }
}
