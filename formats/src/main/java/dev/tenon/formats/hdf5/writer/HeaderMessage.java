package dev.tenon.formats.hdf5.writer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One message of an object's header, in the oldest version that HDF5 1.8 and later write.
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t11.html">HDF5 File
 *     Format Specification 1.1, IV.A Object Headers</a>
 */
final class HeaderMessage {
  /** What a message may hold, so that its length, a multiple of 8, fits into 16 bits. */
  static final int LARGEST = 65_528;

  /** The most messages of a header, whose count has 16 bits, and one for a group's table. */
  static final int MOST = 65_534;

  /** The most axes of a shape. */
  static final int MOST_AXES = 32;

  /** The address of what has no bytes. */
  static final long UNDEFINED = -1;

  /** The flag of messages that never change. */
  private static final int CONSTANT = 1;

  private final int type;
  private final int flags;
  private final ByteBuffer body;

  private HeaderMessage(int type, int flags, ByteBuffer body) {
    this.type = type;
    this.flags = flags;
    this.body = body.rewind();
  }

  /** Has the lengths of the axes, then the greatest lengths, which are the same. */
  static HeaderMessage space(long... shape) {
    ByteBuffer out = FileSpace.block(8 + 16 * shape.length);
    out.put((byte) 1).put((byte) shape.length).put((byte) (shape.length == 0 ? 0 : 1)).position(8);
    for (int twice = 0; twice < 2; twice++) {
      for (long length : shape) {
        out.putLong(length);
      }
    }
    return new HeaderMessage(1, 0, out);
  }

  static HeaderMessage dataType(byte[] type) {
    return new HeaderMessage(3, CONSTANT, ByteBuffer.wrap(type));
  }

  /** Says that places without values hold zeros. */
  static HeaderMessage fillValue() {
    // Version 2; space is allocated late; written only if set; the default, which has no bytes.
    return new HeaderMessage(5, CONSTANT, ByteBuffer.wrap(new byte[] {2, 2, 2, 1, 0, 0, 0, 0}));
  }

  static HeaderMessage contiguous(long address, long size) {
    ByteBuffer out = FileSpace.block(18);
    out.put((byte) 3).put((byte) 1).putLong(address).putLong(size);
    return new HeaderMessage(8, 0, out);
  }

  static HeaderMessage symbolTable(long tree, long heap) {
    return new HeaderMessage(0x11, 0, FileSpace.block(16).putLong(tree).putLong(heap));
  }

  /** Returns the bytes of an attribute's message whose values take so many. */
  static long attributeSize(String name, HeaderMessage type, HeaderMessage space, long values) {
    int text = name.getBytes(StandardCharsets.UTF_8).length + 1;
    return 8L + FileSpace.aligned(text) + type.aligned() + space.aligned() + values;
  }

  /** Makes an attribute, whose size is at most {@link #LARGEST}. */
  static HeaderMessage attribute(
      String name, HeaderMessage type, HeaderMessage space, byte[] values) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer terminated = FileSpace.block(text.length + 1).put(text).rewind();
    ByteBuffer out =
        FileSpace.block(Math.toIntExact(attributeSize(name, type, space, values.length)));
    out.put((byte) 1).put((byte) 0);
    List<ByteBuffer> parts = List.of(terminated, type.body, space.body);
    parts.forEach(part -> out.putShort((short) part.remaining()));
    parts.forEach(part -> put(out, part));
    return new HeaderMessage(0x0c, 0, out.put(values));
  }

  private int aligned() {
    return FileSpace.aligned(body.remaining());
  }

  private static void put(ByteBuffer out, ByteBuffer part) {
    int start = out.position();
    out.put(part.duplicate()).position(start + FileSpace.aligned(part.remaining()));
  }

  /** Returns a header of version 1 with all messages in one block. */
  static ByteBuffer header(List<HeaderMessage> messages) {
    int size = 0;
    for (HeaderMessage message : messages) {
      size = Math.addExact(size, 8 + message.aligned());
    }
    ByteBuffer out = FileSpace.block(Math.addExact(16, size));
    // Version, number of messages, number of links to the object, bytes of the messages.
    out.put((byte) 1).put((byte) 0).putShort((short) messages.size()).putInt(1).putInt(size);
    out.position(16);
    for (HeaderMessage message : messages) {
      out.putShort((short) message.type).putShort((short) message.aligned());
      out.put((byte) message.flags).position(out.position() + 3);
      put(out, message.body);
    }
    return out.flip();
  }
}
