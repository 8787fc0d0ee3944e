package dev.tenon.spark.internal.training;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of one tensor: numbers in a file, each row in as many bytes, and texts in memory. */
final class StoredColumn {
  private final String name;
  private final DType dtype;
  private final long[] shape;
  private final int bytes;
  private final @Nullable FileChannel file;
  private final List<Tensor> texts = new ArrayList<>();

  private StoredColumn(
      String name, DType dtype, long[] shape, int bytes, @Nullable FileChannel file) {
    this.name = name;
    this.dtype = dtype;
    this.shape = shape;
    this.bytes = bytes;
    this.file = file;
  }

  /**
   * Creates an empty column.
   *
   * @param first a tensor with rows of the type and shape that all will have
   * @param path a new file
   */
  static StoredColumn of(String name, Tensor first, Path path) throws IOException {
    long[] shape = Arrays.copyOfRange(first.shape(), 1, first.rank());
    if (first.dtype() == DType.STRING) {
      return new StoredColumn(name, first.dtype(), shape, 0, null);
    }
    long elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    FileChannel file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    int bytes = Math.toIntExact(elements * first.dtype().bytes());
    return new StoredColumn(name, first.dtype(), shape, bytes, file);
  }

  void add(Tensor rows) throws IOException {
    if (!Arrays.equals(Arrays.copyOfRange(rows.shape(), 1, rows.rank()), shape)) {
      throw new IllegalArgumentException(
          "the rows of '"
              + name
              + "' have shapes "
              + Arrays.toString(shape)
              + " and "
              + Arrays.toString(Arrays.copyOfRange(rows.shape(), 1, rows.rank()))
              + ": pad them to one length, since rows of one batch need one shape");
    }
    FileChannel open = file;
    if (open == null) {
      for (long i = 0; i < rows.dim(0); i++) {
        texts.add(rows.slice(0, i, i + 1));
      }
      return;
    }
    ByteBuffer content = rows.bytes();
    open.position(open.size());
    while (content.hasRemaining()) {
      open.write(content);
    }
  }

  Tensor read(int[] positions) throws IOException {
    long[] whole = new long[shape.length + 1];
    whole[0] = positions.length;
    System.arraycopy(shape, 0, whole, 1, shape.length);
    FileChannel open = file;
    if (open == null) {
      List<String> all = new ArrayList<>();
      for (int position : positions) {
        all.addAll(List.of(texts.get(position).toStringArray()));
      }
      return Tensor.ofStrings(all.toArray(String[]::new), whole);
    }
    ByteBuffer content = ByteBuffer.allocateDirect(Math.multiplyExact(bytes, positions.length));
    for (int i = 0; i < positions.length; ) {
      int run = 1;
      while (i + run < positions.length && positions[i + run] == positions[i] + run) {
        run++;
      }
      content.limit(content.position() + run * bytes);
      fill(open, content, (long) positions[i] * bytes);
      i += run;
    }
    return Tensor.of(dtype, whole, content.flip());
  }

  private static void fill(FileChannel file, ByteBuffer content, long from) throws IOException {
    long at = from;
    while (content.hasRemaining()) {
      int count = file.read(content, at);
      if (count < 0) {
        throw new EOFException("a file of samples was cut while it was in use");
      }
      at += count;
    }
  }

  void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
