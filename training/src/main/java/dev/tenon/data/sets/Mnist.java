package dev.tenon.data.sets;

import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.download.Download;
import dev.tenon.formats.download.FileCache;
import dev.tenon.formats.npz.Npz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The MNIST data set: 70,000 grayscale images of handwritten digits, 28 × 28 pixels.
 *
 * <p>{@code x}: uint8 (60000 and 10000, 28, 28), from 0 to 255, white on black. {@code y}: uint8
 * (60000 and 10000), from 0 to 9. The file is {@code mnist.npz} of Keras' storage, 11 MB. Copyright
 * Yann LeCun and Corinna Cortes; Creative Commons Attribution-Share Alike 3.0. {@link Digits} is a
 * subset without a download.
 *
 * @see <a href="https://keras.io/api/datasets/mnist/">Keras: MNIST digits classification
 *     dataset</a>
 */
public final class Mnist {
  static final Download FILE =
      Origins.keras(
          "mnist.npz", "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1");

  private Mnist() {}

  /**
   * Loads the data; the file is downloaded to Keras' cache if it is missing.
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

  /**
   * Loads the data of local files.
   *
   * @param path {@code mnist.npz} under any name, or a folder with the four files of the MNIST
   *     page, such as {@code train-images-idx3-ubyte}, each plain or as {@code .gz}
   * @throws IOException if a file cannot be opened
   * @throws MalformedModelException if a file is missing or damaged, or the numbers of images and
   *     labels differ
   */
  public static TrainTest load(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return Idx.readFolder(path);
    }
    try (Source source = Source.of(path)) {
      return Idx.checked(path.toString(), read(source));
    }
  }

  static TrainTest load(FileCache cache, Download file) throws IOException {
    try (Source source = Source.of(cache.fetch(file))) {
      return read(source);
    }
  }

  static TrainTest read(Source source) {
    return new TrainTest(
        Npz.array(source, "x_train"),
        Npz.array(source, "y_train"),
        Npz.array(source, "x_test"),
        Npz.array(source, "y_test"));
  }
}
