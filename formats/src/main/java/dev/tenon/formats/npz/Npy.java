package dev.tenon.formats.npz;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Memory;
import dev.tenon.formats.Source;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads and writes single NumPy arrays ({@code .npy}). */
public final class Npy {
  private Npy() {}

  /**
   * Returns the array of a file; little-endian numbers are not copied.
   *
   * @throws MalformedModelException if the file is not an array, or truncated
   * @throws UnsupportedModelException if the elements are objects, records or complex numbers
   */
  public static Tensor read(Source source) {
    return read(source.name(), source.slice(0, source.size()));
  }

  /**
   * Writes an array as {@code numpy.save} does; an existing file is replaced when the new one is
   * complete.
   *
   * @throws IOException if writing fails
   */
  public static void write(Path path, Tensor tensor) throws IOException {
    NpzWriter.write(path, tensor);
  }

  static Tensor read(String where, ByteBuffer buffer) {
    ByteBuffer bytes = buffer.slice().order(ByteOrder.LITTLE_ENDIAN);
    NpyHeader header = NpyHeader.read(where, bytes);
    Element element = element(where, header.descr());
    long count = 1;
    for (long length : header.shape()) {
      count = length == 0 || count == 0 ? 0 : multiply(where, count, length);
    }
    long expected = multiply(where, count, element.width);
    ByteBuffer values = bytes.slice(header.offset(), bytes.limit() - header.offset());
    if (expected > values.remaining() || count > Integer.MAX_VALUE) {
      throw new MalformedModelException(
          where,
          "declares "
              + expected
              + " bytes of values, "
              + values.remaining()
              + " follow: the array is truncated or damaged");
    }
    values = values.slice(0, (int) expected);
    long[] stored = header.fortranOrder() ? reversed(header.shape()) : header.shape();
    Tensor tensor = tensor(where, element, stored, values, (int) count);
    return header.fortranOrder() && stored.length > 1 ? tensor.transpose(axes(stored)) : tensor;
  }

  /**
   * How elements are stored.
   *
   * @param width bytes an element
   * @param code NumPy's kind letter
   */
  private record Element(DType dtype, int width, boolean bigEndian, char code) {}

  private static Element element(String where, String descr) {
    boolean order = !descr.isEmpty() && "<>|=".indexOf(descr.charAt(0)) >= 0;
    boolean big = descr.startsWith(">");
    String code = order ? descr.substring(1) : descr;
    @Nullable DType number =
        switch (code) {
          case "f2" -> DType.FLOAT16;
          case "f4" -> DType.FLOAT32;
          case "f8" -> DType.FLOAT64;
          case "i1" -> DType.INT8;
          case "i2" -> DType.INT16;
          case "i4" -> DType.INT32;
          case "i8" -> DType.INT64;
          case "u1" -> DType.UINT8;
          case "u2" -> DType.UINT16;
          case "u4" -> DType.UINT32;
          case "u8" -> DType.UINT64;
          case "b1" -> DType.BOOL;
          // NumPy has no bfloat16; ml_dtypes, which Keras uses, saves it as two bytes without type.
          case "V2" -> DType.BFLOAT16;
          default -> null;
        };
    if (number != null) {
      return new Element(number, number.bytes(), big, code.charAt(0));
    }
    if (code.startsWith("O")) {
      throw new UnsupportedModelException(
          where,
          "holds Python objects (a pickle, which runs code when it is read); Tenon never reads"
              + " those: save plain arrays with numpy.savez");
    }
    if (code.matches("[US][0-9]{1,8}")) {
      int length = Integer.parseInt(code.substring(1));
      return new Element(
          DType.STRING, code.charAt(0) == 'U' ? length * 4 : length, big, code.charAt(0));
    }
    throw new UnsupportedModelException(
        where,
        "holds elements of type '"
            + descr
            + "'; Tenon reads numbers, booleans and strings: convert it with astype in NumPy");
  }

  private static Tensor tensor(
      String where, Element element, long[] shape, ByteBuffer values, int count) {
    if (element.dtype != DType.STRING) {
      ByteBuffer little = element.bigEndian ? swapped(where, values, element.width) : values;
      return Tensor.of(element.dtype, shape, little);
    }
    // Empty strings take no bytes, so the file's size does not bound their number.
    if (element.width == 0 && count > 1 << 20) {
      throw new MalformedModelException(where, "declares " + count + " strings without a byte");
    }
    String[] strings = new String[count];
    byte[] one = new byte[element.width];
    for (int i = 0; i < count; i++) {
      values.get(i * element.width, one);
      strings[i] = element.code == 'U' ? utf32(where, one, element.bigEndian) : bytes(one);
    }
    return Tensor.ofStrings(strings, new long[] {count}).reshape(shape);
  }

  private static String utf32(String where, byte[] bytes, boolean bigEndian) {
    ByteBuffer codes =
        ByteBuffer.wrap(bytes).order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    StringBuilder out = new StringBuilder();
    int end = bytes.length / 4;
    while (end > 0 && codes.getInt((end - 1) * 4) == 0) {
      end--;
    }
    for (int i = 0; i < end; i++) {
      int point = codes.getInt(i * 4);
      if (!Character.isValidCodePoint(point)) {
        throw new MalformedModelException(
            where, "holds " + point + " where a character should be: the array is damaged");
      }
      out.appendCodePoint(point);
    }
    return out.toString();
  }

  private static String bytes(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  private static ByteBuffer swapped(String where, ByteBuffer values, int width) {
    ByteBuffer big = values.slice().order(ByteOrder.BIG_ENDIAN);
    ByteBuffer little = Memory.allocate(where, big.remaining());
    switch (width) {
      case 2 -> little.asShortBuffer().put(big.asShortBuffer());
      case 4 -> little.asIntBuffer().put(big.asIntBuffer());
      case 8 -> little.asLongBuffer().put(big.asLongBuffer());
      default -> little.duplicate().put(big);
    }
    return little;
  }

  private static long[] reversed(long[] shape) {
    long[] reversed = new long[shape.length];
    for (int i = 0; i < shape.length; i++) {
      reversed[i] = shape[shape.length - 1 - i];
    }
    return reversed;
  }

  private static int[] axes(long[] shape) {
    int[] axes = new int[shape.length];
    Arrays.setAll(axes, i -> shape.length - 1 - i);
    return axes;
  }

  private static long multiply(String where, long a, long b) {
    try {
      return Math.multiplyExact(a, b);
    } catch (ArithmeticException e) {
      throw new MalformedModelException(
          where, "declares a shape beyond any memory: the array is damaged", e);
    }
  }
}
