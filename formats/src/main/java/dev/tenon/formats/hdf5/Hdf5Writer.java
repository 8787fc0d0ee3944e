package dev.tenon.formats.hdf5;

import dev.tenon.formats.AtomicFile;
import dev.tenon.formats.hdf5.writer.Hdf5Output;
import dev.tenon.formats.hdf5.writer.StringLists;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes an HDF5 file as h5py does for Keras.
 *
 * <p>Paths are absolute and separated by {@code /}; missing groups are created. {@link #commit()}
 * replaces the target; closing without it keeps the target unchanged. The native HDF5 library
 * writes if it is on the class path, and all writers of a process take turns; otherwise Java
 * writes. Values of datasets go to the file at once; names and attributes stay in memory.
 */
public final class Hdf5Writer implements AutoCloseable {
  private final String name;
  private final AtomicFile pending;
  private final Hdf5Output output;

  private Hdf5Writer(String name, AtomicFile pending, Hdf5Output output) {
    this.name = name;
    this.pending = pending;
    this.output = output;
  }

  /**
   * Creates a file beside its target.
   *
   * @throws IOException if the folder is not writable
   */
  public static Hdf5Writer create(Path target) throws IOException {
    return create(target, System.getProperty(Hdf5Output.PROPERTY, ""));
  }

  /** Creates a file by the writer that {@link Hdf5Output#create} takes for a property's value. */
  public static Hdf5Writer create(Path target, String choice) throws IOException {
    return create(target, AtomicFile.beside(target), choice);
  }

  /**
   * Writes into a file that is there and is deleted soon: in place, and not forced to the disk.
   *
   * @throws IOException if it cannot be written
   */
  public static Hdf5Writer createInPlace(Path file) throws IOException {
    return create(file, AtomicFile.inPlace(file), System.getProperty(Hdf5Output.PROPERTY, ""));
  }

  private static Hdf5Writer create(Path target, AtomicFile pending, String choice)
      throws IOException {
    String name = String.valueOf(target.getFileName());
    try {
      return new Hdf5Writer(name, pending, Hdf5Output.create(name, pending.path(), choice));
    } catch (IOException | RuntimeException | Error e) {
      pending.close();
      throw e;
    }
  }

  /** Creates a group and its missing parents. */
  public void group(String path) throws IOException {
    output.group(path);
  }

  /**
   * Writes a tensor as a dataset in one piece.
   *
   * <p>bfloat16, for which HDF5 has no type, becomes two opaque bytes with the attribute {@code
   * dtype="bfloat16"}, as in Keras' own files.
   */
  public void dataset(String path, Tensor tensor) throws IOException {
    output.dataset(path, tensor);
    if (tensor.dtype() == DType.BFLOAT16) {
      attribute(path, "dtype", "bfloat16");
    }
  }

  /** Writes a string, of any length, as an attribute of the object at a path. */
  public void attribute(String path, String attribute, String value) throws IOException {
    attribute(path, attribute, Tensor.ofStrings(new String[] {value}));
  }

  /**
   * Writes a list of strings as an attribute, as Keras does.
   *
   * <p>A list that does not fit into one attribute is split into several, whose names end in a
   * number, counted from 0.
   */
  public void attribute(String path, String attribute, List<String> values) throws IOException {
    StringLists.Split split = StringLists.split(values);
    if (split.parts().isEmpty()) {
      attribute(path, attribute, Tensor.zeros(DType.FLOAT64, 0));
    } else if (split.parts().size() == 1) {
      String[] strings = values.toArray(new String[0]);
      attribute(path, attribute, Tensor.ofStrings(strings).reshape(strings.length));
    } else {
      for (int part = 0; part < split.parts().size(); part++) {
        output.fixedStrings(path, attribute + part, split.width(), split.parts().get(part));
      }
    }
  }

  /** Writes numbers or strings as an attribute of the object at a path. */
  public void attribute(String path, String attribute, Tensor value) throws IOException {
    output.attribute(path, attribute, value);
  }

  /** Writes an int64 number as an attribute of the object at a path. */
  public void attribute(String path, String attribute, long value) throws IOException {
    attribute(path, attribute, Tensor.scalar(DType.INT64, value));
  }

  /** Writes a float64 number as an attribute of the object at a path. */
  public void attribute(String path, String attribute, double value) throws IOException {
    attribute(path, attribute, Tensor.scalar(DType.FLOAT64, value));
  }

  /** Finishes the file and puts it in the place of its target. */
  public void commit() throws IOException {
    output.finish();
    pending.commit();
  }

  /** Deletes the new file unless it was committed. */
  @Override
  public void close() throws IOException {
    try {
      output.abandon();
    } finally {
      pending.close();
    }
  }

  /** Returns the name of the target. */
  @Override
  public String toString() {
    return name;
  }
}
