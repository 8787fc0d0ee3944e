package dev.tenon.data.sets;

import dev.tenon.error.MalformedModelException;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads MNIST's own file format: {@code *-idx3-ubyte} and {@code *-idx1-ubyte}, also compressed as
 * {@code .gz}.
 */
final class Idx {
  private static final int BYTES = 8;
  private static final int BUFFER = 1 << 16;

  private Idx() {}

  /**
   * Returns the four files of a folder, under their names, with a dot in them, or with {@code .gz}.
   *
   * @throws MalformedModelException where one is missing, damaged or does not fit its partner
   */
  static TrainTest readFolder(Path folder) throws IOException {
    Tensor xTrain = read(folder, "train-images", 3);
    Tensor yTrain = read(folder, "train-labels", 1);
    Tensor xTest = read(folder, "t10k-images", 3);
    Tensor yTest = read(folder, "t10k-labels", 1);
    return checked(folder.toString(), new TrainTest(xTrain, yTrain, xTest, yTest));
  }

  /** Returns the parts where each has as many labels as images. */
  static TrainTest checked(String where, TrainTest parts) {
    check(where, "train", parts.xTrain(), parts.yTrain());
    check(where, "test", parts.xTest(), parts.yTest());
    return parts;
  }

  private static void check(String where, String part, Tensor images, Tensor labels) {
    if (images.rank() != 3 || labels.rank() != 1 || images.dim(0) != labels.dim(0)) {
      throw new MalformedModelException(
          where,
          "has "
              + part
              + " images of shape "
              + images.shapeString()
              + " and labels of shape "
              + labels.shapeString()
              + "; expected (n, height, width) and (n,): the files do not belong together");
    }
  }

  private static Tensor read(Path folder, String name, int rank) throws IOException {
    String plain = name + "-idx" + rank + "-ubyte";
    String dotted = name + ".idx" + rank + "-ubyte";
    for (String each : List.of(plain, plain + ".gz", dotted, dotted + ".gz")) {
      Path path = folder.resolve(each);
      if (Files.isRegularFile(path)) {
        try (InputStream in = Files.newInputStream(path)) {
          return read(path.toString(), in, rank);
        }
      }
    }
    throw new MalformedModelException(
        folder.toString(), "has neither " + plain + " nor " + plain + ".gz");
  }

  /**
   * Returns the bytes as uint8.
   *
   * @param file plain or compressed; its first bytes tell
   * @param rank the number of axes that the file must have
   */
  static Tensor read(String name, InputStream file, int rank) throws IOException {
    try (InputStream in = unpacked(file)) {
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
      // At its end a compressed file is held against its checksum.
      if (in.read() >= 0) {
        throw new MalformedModelException(
            name, "has more than the " + size + " bytes that it declares: it is damaged");
      }
      return Tensor.of(DType.UINT8, shape, ByteBuffer.wrap(bytes));
    } catch (EOFException | ZipException e) {
      throw new MalformedModelException(
          name, "is truncated or damaged: delete it and fetch it again", e);
    }
  }

  private static InputStream unpacked(InputStream file) throws IOException {
    InputStream in = new BufferedInputStream(file, BUFFER);
    in.mark(2);
    byte[] start = in.readNBytes(2);
    in.reset();
    boolean packed = start.length == 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b;
    return packed ? new GZIPInputStream(in, BUFFER) : in;
  }
}
