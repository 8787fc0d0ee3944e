package dev.tenon.formats.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Rewrites the two spellings of an element type that jHDF does not read into ones that it does.
 *
 * <p>Version 4, of HDF5 1.12, differs from version 3 only for references. An opaque type without a
 * name has no zero to end the name; an empty name is added.
 */
final class DataTypePatch {
  private static final int OPAQUE = 5;
  private static final int ENUM = 8;
  private static final int REFERENCE = 7;
  private static final int FIXED_PART = 8;

  private DataTypePatch() {}

  static ByteBuffer dataType(ByteBuffer body) {
    if (body.remaining() < FIXED_PART) {
      return body;
    }
    boolean opaque = (body.get(0) & 0x0f) == OPAQUE;
    ByteBuffer copy =
        ByteBuffer.allocate(body.remaining() + (opaque ? FIXED_PART : 0))
            .order(ByteOrder.LITTLE_ENDIAN);
    copy.put(body.duplicate()).clear();
    lower(copy, 0);
    if (opaque && copy.get(1) == 0) {
      copy.put(1, (byte) FIXED_PART);
    }
    return copy;
  }

  /**
   * Returns whether an attribute is of a kind that nothing in a model is: opaque, or a reference.
   */
  static boolean isForeign(ByteBuffer attribute) {
    int at = typeOf(attribute);
    int kind = at < 0 ? 0 : attribute.get(at) & 0x0f;
    return kind == OPAQUE || kind == REFERENCE;
  }

  /** Returns where the type of an attribute lies; -1 where it is elsewhere in the file. */
  private static int typeOf(ByteBuffer body) {
    if (body.remaining() < FIXED_PART) {
      return -1;
    }
    int version = body.get(0);
    boolean sharedType = version > 1 && (body.get(1) & 1) != 0;
    int nameLength = body.getShort(2) & 0xffff;
    int at = version == 1 ? 8 + (nameLength + 7) / 8 * 8 : (version == 3 ? 9 : 8) + nameLength;
    return sharedType || at + FIXED_PART > body.remaining() ? -1 : at;
  }

  /** Patches the type inside an attribute, where its size tells that it is of a plain kind. */
  static ByteBuffer attribute(ByteBuffer body) {
    int at = typeOf(body);
    if (at < 0) {
      return body;
    }
    ByteBuffer copy = ByteBuffer.allocate(body.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    copy.put(body.duplicate()).clear();
    lower(copy, at);
    return copy;
  }

  private static void lower(ByteBuffer bytes, int at) {
    int kind = bytes.get(at) & 0x0f;
    if ((bytes.get(at) & 0xf0) != 0x40 || kind == REFERENCE) {
      return;
    }
    bytes.put(at, (byte) (0x30 | kind));
    if (kind == ENUM && at + 2 * FIXED_PART <= bytes.capacity()) {
      lower(bytes, at + FIXED_PART);
    }
  }
}
