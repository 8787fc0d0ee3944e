package dev.tenon.data.sets;

import dev.tenon.error.MalformedModelException;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads MNIST's own file format, compressed: {@code *-idx3-ubyte.gz} and {@code *-idx1-ubyte.gz}.
 */
final class Idx {
  private static final int BYTES = 8;

  private Idx() {}

  /**
   * Returns the bytes as uint8.
   *
   * @param rank the number of axes that the file must have
   */
  static Tensor read(String name, InputStream compressed, int rank) throws IOException {
    try (InputStream in = new GZIPInputStream(compressed, 1 << 16)) {
      ByteBuffer head = ByteBuffer.wrap(in.readNBytes(4 + 4 * rank));
      if (head.remaining() < 4 + 4 * rank || head.getInt() != (BYTES << 8 | rank)) {
        throw new MalformedModelException(
            name, "expected the file format of MNIST (IDX) with " + rank + " axes of bytes");
      }
      long[] shape = new long[rank];
      long size = 1;
      for (int axis = 0; axis < rank; axis++) {
        shape[axis] = head.getInt();
        size = shape[axis] < 0 ? Long.MAX_VALUE : size * Math.min(shape[axis], 1 << 20);
        if (size > Integer.MAX_VALUE - 8) {
          throw new MalformedModelException(name, "declares more bytes than 2 GiB");
        }
      }
      byte[] bytes = in.readNBytes((int) size);
      if (bytes.length < size) {
        throw new EOFException();
      }
      return Tensor.of(DType.UINT8, shape, ByteBuffer.wrap(bytes));
    } catch (EOFException | ZipException e) {
      throw new MalformedModelException(
          name, "is truncated or damaged: delete it and fetch it again", e);
    }
  }
}
