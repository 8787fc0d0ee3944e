package dev.tenon.formats.npz;

import dev.tenon.formats.AtomicFile;
import dev.tenon.formats.zip.ZipWriter;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Writes arrays, as {@code numpy.savez} and {@code numpy.save} do. */
final class NpzWriter {
  private NpzWriter() {}

  static void write(Path path, Map<String, Tensor> tensors) throws IOException {
    try (ZipWriter zip = ZipWriter.create(path)) {
      for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
        zip.entry(entry.getKey() + ".npy", array(entry.getValue()));
      }
      zip.commit();
    }
  }

  static void write(Path path, Tensor tensor) throws IOException {
    AtomicFile.write(
        path,
        file -> {
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (ByteBuffer part : array(tensor)) {
              while (part.hasRemaining()) {
                channel.write(part);
              }
            }
          }
        });
  }

  /** Returns the header of an array and its values. */
  private static ByteBuffer[] array(Tensor any) {
    Tensor tensor = any.cast(any.dtype().ordinary());
    int length = longest(tensor);
    ByteBuffer values = tensor.dtype() == DType.STRING ? utf32(tensor, length) : tensor.bytes();
    return new ByteBuffer[] {header(tensor, length), values};
  }

  private static ByteBuffer header(Tensor tensor, int longest) {
    String text =
        "{'descr': '"
            + descr(tensor.dtype(), longest)
            + "', 'fortran_order': False, 'shape': "
            + tensor.shapeString()
            + ", }";
    // NumPy pads so that the values begin at a multiple of 64.
    int padded = (10 + text.length() + 1 + 63) / 64 * 64;
    ByteBuffer header = little(padded);
    header.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    header.put((byte) 1).put((byte) 0).putShort((short) (padded - 10));
    header.put(text.getBytes(StandardCharsets.US_ASCII));
    while (header.remaining() > 1) {
      header.put((byte) ' ');
    }
    return header.put((byte) '\n').flip();
  }

  private static String descr(DType dtype, int longest) {
    return switch (dtype) {
      case FLOAT16 -> "<f2";
      case BFLOAT16 -> "<V2";
      case FLOAT32 -> "<f4";
      case FLOAT64 -> "<f8";
      case INT8 -> "|i1";
      case INT16 -> "<i2";
      case INT32 -> "<i4";
      case INT64 -> "<i8";
      case UINT8 -> "|u1";
      case UINT16 -> "<u2";
      case UINT32 -> "<u4";
      case UINT64 -> "<u8";
      case BOOL -> "|b1";
      case STRING -> "<U" + longest;
      default -> throw new IllegalArgumentException("NumPy has no type " + dtype.numpyName());
    };
  }

  /** Returns the length in characters of the longest string; NumPy has none shorter than one. */
  private static int longest(Tensor tensor) {
    int longest = 1;
    if (tensor.dtype() == DType.STRING) {
      for (int i = 0; i < tensor.size(); i++) {
        String text = tensor.getString(i);
        longest = Math.max(longest, text.codePointCount(0, text.length()));
      }
    }
    return longest;
  }

  private static ByteBuffer utf32(Tensor tensor, int longest) {
    ByteBuffer bytes = little(Math.multiplyExact(Math.multiplyExact(tensor.size(), longest), 4));
    for (int i = 0; i < tensor.size(); i++) {
      int at = i * longest * 4;
      for (int point : tensor.getString(i).codePoints().toArray()) {
        bytes.putInt(at, point);
        at += 4;
      }
    }
    return bytes;
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
