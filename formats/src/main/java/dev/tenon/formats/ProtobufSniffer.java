package dev.tenon.formats;

import org.jspecify.annotations.Nullable;

/**
 * Tells protobuf files apart by the numbers and wire types of their first fields.
 *
 * <p>Protobuf has no signature, so this walks the top-level fields as far as the bytes reach and
 * asks whose field list they fit.
 */
final class ProtobufSniffer {
  enum Kind {
    ONNX,
    SAVED_MODEL,
    FROZEN_GRAPH,
    TENSOR,
    OTHER
  }

  private final byte[] bytes;
  private int at;

  private ProtobufSniffer(byte[] bytes) {
    this.bytes = bytes;
  }

  static Kind of(byte[] bytes) {
    Kind kind = new ProtobufSniffer(bytes).walk();
    if (kind == null) {
      return new ProtobufSniffer(bytes).isTensor() ? Kind.TENSOR : Kind.OTHER;
    }
    return kind;
  }

  private @Nullable Kind walk() {
    int fields = 0;
    while (at < bytes.length) {
      long key = varint();
      int field = (int) (key >>> 3);
      boolean bytesFollow = (key & 7) == 2;
      if (key < 0 || field > 26 || (!bytesFollow && (key & 7) != 0)) {
        return null;
      }
      if (fields == 0 && field == 1 && bytesFollow) {
        return frozenGraph() ? Kind.FROZEN_GRAPH : null;
      }
      if (!known(field, bytesFollow)) {
        return null;
      }
      long value = varint();
      if (value < 0) {
        return null;
      }
      if (field == 7) {
        return Kind.ONNX;
      }
      if (bytesFollow) {
        // A SavedModel's field 2 is a message (it begins with a key below 0x20), ONNX's is a name.
        if (field == 2 && at < bytes.length && value > 0 && bytes[at] >= 0 && bytes[at] < 0x20) {
          return fields == 1 ? Kind.SAVED_MODEL : null;
        }
        if (value > bytes.length - at) {
          return fields > 0 ? Kind.ONNX : null;
        }
        at += (int) value;
      }
      fields++;
    }
    return fields > 1 ? Kind.ONNX : null;
  }

  /** Returns whether the fields are those of a TensorProto: lengths, then a type, then values. */
  private boolean isTensor() {
    boolean typed = false;
    while (at < bytes.length) {
      long key = varint();
      int field = (int) (key >>> 3);
      boolean bytesFollow = (key & 7) == 2;
      long value = varint();
      boolean lengths = field == 1;
      boolean type = field == 2 && !bytesFollow && value > 0 && value < 30;
      boolean content = typed && bytesFollow && field >= 4 && field <= 13;
      if (key < 0 || value < 0 || !(lengths || type || content)) {
        return false;
      }
      typed |= type;
      if (bytesFollow) {
        if (content && value > 0 && (field != 8 || value > bytes.length - at)) {
          return true;
        }
        if (value > bytes.length - at) {
          return false;
        }
        at += (int) value;
      }
    }
    return false;
  }

  /** Returns whether ModelProto has such a field. */
  private static boolean known(int field, boolean bytesFollow) {
    return switch (field) {
      case 1, 5 -> !bytesFollow;
      case 2, 3, 4, 6, 7, 8, 14, 20, 25, 26 -> bytesFollow;
      default -> false;
    };
  }

  /** Returns whether what follows is a NodeDef: its length, then a name, then an operator. */
  private boolean frozenGraph() {
    long length = varint();
    if (length < 4 || at >= bytes.length || bytes[at] != 0x0a) {
      return false;
    }
    at++;
    long name = varint();
    if (name <= 0 || name > 1024 || name + at >= bytes.length) {
      return false;
    }
    return bytes[at + (int) name] == 0x12;
  }

  /** Reads a variable-length number; -1 where there is none. */
  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 63 && at < bytes.length; shift += 7) {
      byte b = bytes[at++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    return -1;
  }
}
