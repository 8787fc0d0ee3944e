package dev.tenon.data.sets;

import dev.tenon.formats.download.Download;
import dev.tenon.formats.download.FileCache;
import dev.tenon.formats.tar.TarGz;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * CIFAR-10: 60,000 colour images of ten kinds of things, 32 by 32.
 *
 * <p>{@code x}: uint8 (50000 and 10000, 32, 32, 3), 0 to 255. {@code y}: uint8 (50000 and 10000,
 * 1), the position in {@link #CLASS_NAMES}. The archive is read where it lies; its pickles are read
 * as data, nothing of them is run.
 *
 * @see <a href="https://keras.io/api/datasets/cifar10/">Keras: CIFAR10 dataset</a>
 */
public final class Cifar10 {
  /** What the labels stand for. */
  public static final List<String> CLASS_NAMES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  static final Download FILE =
      Download.of(
          "cifar-10-batches-py-target_archive",
          "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz",
          "6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce");

  private static final List<String> TRAIN =
      List.of("data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5");
  private static final List<String> TEST = List.of("test_batch");
  private static final String FOLDER = "cifar-10-batches-py/";
  private static final int LARGEST_BATCH = 1 << 26;

  private Cifar10() {}

  /**
   * Returns the data, which are fetched into Keras' cache folder (170 MB) where they are not there.
   *
   * @throws IOException where the file cannot be had
   */
  public static TrainTest load() throws IOException {
    return load(Origins.cache(Origins.FOLDER));
  }

  /** Returns the data from a cache of the caller's. */
  public static TrainTest load(FileCache cache) throws IOException {
    return load(cache, FILE);
  }

  static TrainTest load(FileCache cache, Download file) throws IOException {
    return read(cache.fetch(file));
  }

  static TrainTest read(Path archive) throws IOException {
    Map<String, byte[]> files =
        TarGz.read(
            archive,
            name -> name.startsWith(FOLDER + "data_batch_") || name.equals(FOLDER + "test_batch"),
            LARGEST_BATCH);
    Part train = part(archive, files, TRAIN);
    Part test = part(archive, files, TEST);
    return new TrainTest(train.x, train.y, test.x, test.y);
  }

  private record Part(Tensor x, Tensor y) {}

  private static Part part(Path archive, Map<String, byte[]> files, List<String> names) {
    List<CifarBatch> batches =
        names.stream()
            .map(name -> CifarBatch.of(archive, name, files.get(FOLDER + name), "labels"))
            .toList();
    int[] labels = batches.stream().flatMapToInt(batch -> Arrays.stream(batch.labels())).toArray();
    return new Part(
        CifarBatch.images(batches), Tensor.of(labels, labels.length, 1).cast(DType.UINT8));
  }
}
