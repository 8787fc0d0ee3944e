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
 * MNIST: 70,000 grey images of handwritten digits, 28 by 28.
 *
 * <p>{@code x}: uint8 (60000 and 10000, 28, 28), 0 to 255, white on black. {@code y}: uint8 (60000
 * and 10000), 0 to 9. Copyright Yann LeCun and Corinna Cortes; Creative Commons Attribution-Share
 * Alike 3.0. {@link Digits} is a part of it that needs no network.
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
   * Returns the data, which are fetched into Keras' cache folder (11 MB) where they are not there.
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

  /**
   * Returns the data of local files.
   *
   * @param path {@code mnist.npz} under any name, or a folder with the four files of the MNIST
   *     page, {@code train-images-idx3-ubyte} and so on, each plain or as {@code .gz}
   * @throws IOException where a file cannot be opened
   * @throws MalformedModelException where a file is missing in the folder, is damaged, or has
   *     another number of images than labels
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
