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
 * The CIFAR-10 data set: 60,000 color images of ten classes, 32 × 32 pixels.
 *
 * <p>{@code x}: uint8 (50000 and 10000, 32, 32, 3), from 0 to 255. {@code y}: uint8 (50000 and
 * 10000, 1), the index in {@link #CLASS_NAMES}. The file is {@code cifar-10-python.tar.gz} of the
 * University of Toronto, 170 MB. The archive is not extracted; its pickles are read as data and no
 * code of them runs.
 *
 * @see <a href="https://keras.io/api/datasets/cifar10/">Keras: CIFAR10 small images classification
 *     dataset</a>
 */
public final class Cifar10 {
  /** The names of the classes, by label. */
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
   * Loads the data; the archive is downloaded to Keras' cache if it is missing.
   *
   * @throws IOException if the file cannot be downloaded or read
   */
  public static TrainTest load() throws IOException {
    return load(Origins.cache(Origins.FOLDER));
  }

  /**
   * Loads the data with a cache of the caller.
   *
   * @param cache the cache of downloads
   * @throws IOException if the file cannot be downloaded or read
   */
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
