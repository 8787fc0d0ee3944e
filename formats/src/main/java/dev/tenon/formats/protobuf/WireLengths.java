package dev.tenon.formats.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Checks that every length in a message lies within the message around it.
 *
 * <p>Protobuf's decoder of mapped memory adds a length to the position without looking for an
 * overflow: after one near 2 GiB it reads on beyond the buffer, until the JVM ends. Its decoder of
 * arrays looks, but wants a copy of the file.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protobuf: encoding</a>
 */
final class WireLengths {
  private static final int FIXED32 = 4;
  private static final int FIXED64 = 8;
  private static final int BITS_OF_BYTE = 7;
  private static final int LONGEST_VARINT = 10 * BITS_OF_BYTE;

  private final ByteBuffer bytes;
  private final int deepest;
  private int at;

  private WireLengths(ByteBuffer bytes, int deepest) {
    this.bytes = bytes;
    this.deepest = deepest;
  }

  /**
   * Checks a message.
   *
   * @param deepest how many messages may lie in one another
   * @throws InvalidProtocolBufferException if a part is longer than what it lies in
   */
  static void check(ByteBuffer bytes, Descriptor type, int deepest)
      throws InvalidProtocolBufferException {
    new WireLengths(bytes, deepest).message(bytes.limit(), type, 0, 0);
  }

  /**
   * Goes through the fields of a message.
   *
   * @param type null if only the wire is known
   * @param group the number of the group that they are; 0 for none
   */
  private void message(int end, @Nullable Descriptor type, int group, int depth)
      throws InvalidProtocolBufferException {
    if (depth > deepest) {
      throw new InvalidProtocolBufferException(
          "more than " + deepest + " messages lie in one another");
    }
    while (at < end) {
      int tag = varint(end);
      int number = WireFormat.getTagFieldNumber(tag);
      switch (WireFormat.getTagWireType(tag)) {
        case WireFormat.WIRETYPE_VARINT -> varint(end);
        case WireFormat.WIRETYPE_FIXED32 -> skip(FIXED32, end);
        case WireFormat.WIRETYPE_FIXED64 -> skip(FIXED64, end);
        case WireFormat.WIRETYPE_LENGTH_DELIMITED -> delimited(end, type, number, depth);
        case WireFormat.WIRETYPE_START_GROUP -> message(end, null, number, depth + 1);
        case WireFormat.WIRETYPE_END_GROUP -> {
          if (group == 0 || group != number) {
            throw new InvalidProtocolBufferException("a group ends that did not begin");
          }
          return;
        }
        default -> throw new InvalidProtocolBufferException("a field is of no known kind");
      }
    }
    if (group != 0) {
      throw ends();
    }
  }

  private void delimited(int end, @Nullable Descriptor type, int number, int depth)
      throws InvalidProtocolBufferException {
    int length = varint(end);
    int start = at;
    skip(length, end);
    FieldDescriptor field = type == null ? null : type.findFieldByNumber(number);
    if (field != null && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      at = start;
      message(start + length, field.getMessageType(), 0, depth + 1);
    }
  }

  private void skip(int length, int end) throws InvalidProtocolBufferException {
    if (length < 0 || length > end - at) {
      throw ends();
    }
    at += length;
  }

  /** Returns the low 32 bits, as the decoder takes them. */
  private int varint(int end) throws InvalidProtocolBufferException {
    int value = 0;
    for (int shift = 0; shift < LONGEST_VARINT; shift += BITS_OF_BYTE) {
      if (at >= end) {
        throw ends();
      }
      byte next = bytes.get(at++);
      value |= shift < Integer.SIZE ? (next & 0x7f) << shift : 0;
      if (next >= 0) {
        return value;
      }
    }
    throw new InvalidProtocolBufferException("a number has more than ten bytes");
  }

  private static InvalidProtocolBufferException ends() {
    return new InvalidProtocolBufferException("a part of it is longer than what it lies in");
  }
}
