package dev.tenon.formats.hdf5;

import dev.tenon.formats.PendingFile;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/**
 * Writes an HDF5 file with the native library, in the way h5py does for Keras.
 *
 * <p>Paths are absolute and their parts separated by {@code /}; groups on the way are created. The
 * file takes the place of its target on {@link #commit()} and not before; closing without it leaves
 * the target as it was. The native library is not thread-safe: all writers of a process take turns.
 */
public final class Hdf5Writer implements AutoCloseable {
  private final String name;
  private final PendingFile pending;
  private final NativeHdf5 hdf5;

  private Hdf5Writer(String name, PendingFile pending, NativeHdf5 hdf5) {
    this.name = name;
    this.pending = pending;
    this.hdf5 = hdf5;
  }

  /**
   * Creates a file beside its target.
   *
   * @throws IOException where the folder is not writable, or the native library is missing
   */
  public static Hdf5Writer create(Path target) throws IOException {
    String name = String.valueOf(target.getFileName());
    PendingFile pending = PendingFile.beside(target);
    try {
      return new Hdf5Writer(name, pending, NativeHdf5.create(name, pending.path()));
    } catch (IOException | RuntimeException | Error e) {
      pending.close();
      throw e;
    }
  }

  /** Creates a group, and those on the way to it, where they are not there yet. */
  public void group(String path) throws IOException {
    inTurn(() -> hdf5.group(path));
  }

  /**
   * Writes a tensor as a dataset in one piece.
   *
   * <p>bfloat16, for which HDF5 has no type, becomes two opaque bytes with the attribute {@code
   * dtype="bfloat16"}, as in Keras' own files.
   */
  public void dataset(String path, Tensor tensor) throws IOException {
    inTurn(
        () -> {
          try (NativeHdf5.Handle type = hdf5.type(tensor.dtype());
              NativeHdf5.Handle space = hdf5.space(tensor.shape())) {
            hdf5.dataset(path, type, space, values(tensor));
          }
        });
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
      inTurn(
          () -> {
            for (int part = 0; part < split.parts().size(); part++) {
              part(path, attribute + part, split.width(), split.parts().get(part));
            }
          });
    }
  }

  private void part(String path, String attribute, int width, List<byte[]> strings)
      throws IOException {
    try (NativeHdf5.Handle type = hdf5.fixedString(width);
        NativeHdf5.Handle space = hdf5.space(strings.size())) {
      byte[] padded = StringLists.padded(strings, width);
      hdf5.attribute(path, attribute, type, space, new BytePointer(padded));
    }
  }

  /** Writes numbers or strings as an attribute of the object at a path. */
  public void attribute(String path, String attribute, Tensor value) throws IOException {
    inTurn(
        () -> {
          try (NativeHdf5.Handle type = hdf5.type(value.dtype());
              NativeHdf5.Handle space = hdf5.space(value.shape())) {
            hdf5.attribute(path, attribute, type, space, values(value));
          }
        });
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
    inTurn(hdf5::finish);
    pending.commit();
  }

  /** Deletes what was written where it was not committed. */
  @Override
  public void close() throws IOException {
    inTurn(hdf5::abandon);
    pending.close();
  }

  /** Returns the name of the target. */
  @Override
  public String toString() {
    return name;
  }

  private interface Action {
    void run() throws IOException;
  }

  /** Runs an action alone, and frees the native memory that it took. */
  @SuppressWarnings("try") // The scope works by being open.
  private static void inTurn(Action action) throws IOException {
    synchronized (NativeHdf5.LOCK) {
      try (PointerScope scope = new PointerScope()) {
        action.run();
      }
    }
  }

  private static @Nullable Pointer values(Tensor tensor) {
    if (tensor.size() == 0) {
      return null;
    }
    return tensor.dtype() == DType.STRING ? strings(tensor.toStringArray()) : bytes(tensor.bytes());
  }

  private static BytePointer bytes(ByteBuffer values) {
    if (values.isDirect()) {
      return new BytePointer(values);
    }
    // A read-only heap buffer gives no address: small tensors are copied.
    byte[] copy = new byte[values.remaining()];
    values.get(copy);
    return new BytePointer(copy);
  }

  private static Pointer strings(String... values) {
    BytePointer[] pointers = new BytePointer[values.length];
    for (int i = 0; i < values.length; i++) {
      byte[] text = values[i].getBytes(StandardCharsets.UTF_8);
      byte[] terminated = Arrays.copyOf(text, text.length + 1);
      pointers[i] = new BytePointer(terminated);
    }
    return new PointerPointer<BytePointer>(pointers);
  }
}
