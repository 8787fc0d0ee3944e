package dev.tenon.formats.hdf5.writer;

import dev.tenon.tensor.DType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that describe an element type, as h5py has them written.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t11.html">HDF5 File
 *     Format Specification 1.1, IV.A.2.d The Datatype Message</a>
 */
final class DataTypeEncoding {
  private static final int INTEGER = 0;
  private static final int FLOAT = 1;
  private static final int STRING = 3;
  private static final int OPAQUE = 5;
  private static final int ENUM = 8;
  private static final int VARIABLE = 9;

  private DataTypeEncoding() {}

  /** Returns the description of a type, null if HDF5 has none like it. */
  static byte @Nullable [] of(DType dtype) {
    return switch (dtype) {
      case FLOAT16 -> floating(2, 5, 10);
      case FLOAT32 -> floating(4, 8, 23);
      case FLOAT64 -> floating(8, 11, 52);
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 ->
          integer(dtype.bytes(), !dtype.isUnsigned());
      // Without a tag, as NumPy's void of two bytes.
      case BFLOAT16 -> bytes(prefix(8, OPAQUE, 0, 2));
      case BOOL -> bool();
      case STRING -> variableString();
      default -> null;
    };
  }

  /** Returns the description of strings of some length, filled up with zeros. */
  static byte[] fixedString(int width) {
    return bytes(prefix(8, STRING, 1, width));
  }

  /** Class, version 1, flags of the class, bytes of an element. */
  private static ByteBuffer prefix(int length, int type, int flags, int size) {
    return FileSpace.block(length).putInt(0x10 | type | flags << 8).putInt(size);
  }

  private static byte[] integer(int size, boolean signed) {
    ByteBuffer out = prefix(12, INTEGER, signed ? 8 : 0, size);
    return bytes(out.putShort((short) 0).putShort((short) (8 * size)));
  }

  /** An IEEE number: from the top the sign, the exponent, the mantissa. */
  private static byte[] floating(int size, int exponent, int mantissa) {
    int sign = 8 * size - 1;
    // The mantissa's leading 1 is not stored (2 << 4); the sign's place is in the second byte.
    ByteBuffer out = prefix(20, FLOAT, 0x20 | sign << 8, size);
    out.putShort((short) 0).putShort((short) (8 * size));
    out.put((byte) mantissa).put((byte) exponent).put((byte) 0).put((byte) mantissa);
    return bytes(out.putInt((1 << (exponent - 1)) - 1));
  }

  /** The choice between FALSE and TRUE that h5py takes for NumPy's bool. */
  private static byte[] bool() {
    byte[] base = integer(1, true);
    ByteBuffer out = prefix(8 + base.length + 16 + 2, ENUM, 2, 1).put(base);
    int names = out.position();
    out.put("FALSE".getBytes(StandardCharsets.US_ASCII)).position(names + 8);
    out.put("TRUE".getBytes(StandardCharsets.US_ASCII)).position(names + 16);
    return bytes(out.put((byte) 0).put((byte) 1));
  }

  private static byte[] variableString() {
    byte[] base = integer(1, false);
    // A string (1) that ends with a zero (0 << 4), in UTF-8 (1 << 8).
    ByteBuffer out = prefix(8 + base.length, VARIABLE, 0x101, GlobalHeapWriter.REFERENCE);
    return bytes(out.put(base));
  }

  private static byte[] bytes(ByteBuffer description) {
    byte[] bytes = new byte[description.capacity()];
    description.rewind().get(bytes);
    return bytes;
  }
}
