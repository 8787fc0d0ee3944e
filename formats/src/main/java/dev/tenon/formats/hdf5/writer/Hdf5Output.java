package dev.tenon.formats.hdf5.writer;

import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes the objects of one HDF5 file.
 *
 * <p>Paths are absolute and their parts separated by {@code /}. Every failure names the file and
 * the object.
 */
public sealed interface Hdf5Output permits NativeHdf5Output, JavaHdf5Output {
  /**
   * The system property that forces one of the writers, {@code native} or {@code java}: for tests.
   * It is read whenever a file is created.
   */
  String PROPERTY = "tenon.hdf5.writer";

  /**
   * Creates a file with the native library if it can be loaded, else in Java.
   *
   * <p>Both files have the same objects with the same types. The native library stays the first
   * choice since its files are the same, bit by bit, as they always were. It is missing where
   * {@code org.bytedeco:hdf5} is not on the class path or has no library for the platform, such as
   * ARM.
   *
   * @param name the name of the file in messages
   * @param choice the value of {@link #PROPERTY}: a writer, or the empty string
   * @throws IOException if the file cannot be created, or the forced library is missing
   * @throws IllegalArgumentException if the property names something else
   */
  static Hdf5Output create(String name, Path path, String choice) throws IOException {
    return Hdf5OutputChoice.create(name, path, choice);
  }

  /** Creates a group and its missing parents. */
  void group(String path) throws IOException;

  /**
   * Writes a tensor as a contiguous dataset, and creates the groups on the way to it.
   *
   * @throws IOException if the object exists
   */
  void dataset(String path, Tensor tensor) throws IOException;

  /**
   * Writes numbers, or strings of variable length, as an attribute.
   *
   * @throws IOException if the attribute exists, or is larger than the 64 KiB of a message
   */
  void attribute(String path, String attribute, Tensor value) throws IOException;

  /**
   * Writes a list of strings of fixed length as an attribute, each padded with zeros.
   *
   * @param width the length of each in bytes
   */
  void fixedStrings(String path, String attribute, int width, List<byte[]> strings)
      throws IOException;

  /** Completes and closes the file. */
  void finish() throws IOException;

  /** Closes the file as it is; does nothing if it is closed. */
  void abandon() throws IOException;
}
