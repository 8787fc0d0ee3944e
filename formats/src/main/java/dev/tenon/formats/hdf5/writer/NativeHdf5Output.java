package dev.tenon.formats.hdf5.writer;

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
 * Writes by the native library, in the way h5py does for Keras.
 *
 * <p>The library is not thread-safe: all writers of a process take turns.
 */
final class NativeHdf5Output implements Hdf5Output {
  private final NativeHdf5 hdf5;

  private NativeHdf5Output(NativeHdf5 hdf5) {
    this.hdf5 = hdf5;
  }

  static NativeHdf5Output create(String name, Path path) throws IOException {
    return new NativeHdf5Output(NativeHdf5.create(name, path));
  }

  @Override
  public void group(String path) throws IOException {
    inTurn(() -> hdf5.group(path));
  }

  @Override
  public void dataset(String path, Tensor tensor) throws IOException {
    inTurn(
        () -> {
          try (NativeHdf5.Handle type = hdf5.type(tensor.dtype());
              NativeHdf5.Handle space = hdf5.space(tensor.shape())) {
            hdf5.dataset(path, type, space, values(tensor));
          }
        });
  }

  @Override
  public void attribute(String path, String attribute, Tensor value) throws IOException {
    inTurn(
        () -> {
          try (NativeHdf5.Handle type = hdf5.type(value.dtype());
              NativeHdf5.Handle space = hdf5.space(value.shape())) {
            hdf5.attribute(path, attribute, type, space, values(value));
          }
        });
  }

  @Override
  public void fixedStrings(String path, String attribute, int width, List<byte[]> strings)
      throws IOException {
    inTurn(
        () -> {
          try (NativeHdf5.Handle type = hdf5.fixedString(width);
              NativeHdf5.Handle space = hdf5.space(strings.size())) {
            byte[] padded = StringLists.padded(strings, width);
            hdf5.attribute(path, attribute, type, space, new BytePointer(padded));
          }
        });
  }

  @Override
  public void finish() throws IOException {
    inTurn(hdf5::finish);
  }

  @Override
  public void abandon() throws IOException {
    inTurn(hdf5::abandon);
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
