package dev.tenon.formats.hdf5;

import dev.tenon.error.MalformedModelException;
import io.jhdf.ObjectHeader;
import io.jhdf.checksum.ChecksumUtils;
import io.jhdf.exceptions.UnsupportedHdfException;
import io.jhdf.object.message.Message;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;

/**
 * The header of a group or a dataset: a list of messages, in blocks that may lie anywhere.
 *
 * <p>jHDF parses the messages; this finds them. jHDF's own reader fails on headers that hold an
 * element type of HDF5 1.12 or later, or one without a name as Keras' bfloat16 has, and follows
 * blocks that refer to themselves.
 */
final class Hdf5Header extends ObjectHeader {
  private static final int CONTINUATION = 0x10;
  private static final int DATA_TYPE = 3;
  private static final int EXTERNAL_FILES = 7;
  private static final int ATTRIBUTE = 0x0c;

  /** Dataspace, links, type, fill value, link, layout, filters, attribute, table, attributes. */
  private static final Set<Integer> READ = Set.of(1, 2, 3, 5, 6, 8, 0x0b, 0x0c, 0x11, 0x15);

  private static final byte[] HEADER = {'O', 'H', 'D', 'R'};
  private static final byte[] BLOCK = {'O', 'C', 'H', 'K'};
  private static final int CHECKSUM = 4;

  private record Block(long address, long length) {}

  private final Hdf5Storage storage;
  private final int version;
  private final Queue<Block> blocks = new ArrayDeque<>();
  private boolean ordered;

  private Hdf5Header(Hdf5Storage storage, long address) {
    super(address);
    this.storage = storage;
    this.version = storage.readBufferFromAddress(address, 1).get() == 1 ? 1 : 2;
  }

  static Hdf5Header read(Hdf5Storage storage, long address) {
    Hdf5Header header = new Hdf5Header(storage, address);
    if (header.version == 1) {
      header.readFirst();
    } else {
      header.readSecond();
    }
    return header;
  }

  @Override
  public int getVersion() {
    return version;
  }

  @Override
  public boolean isAttributeCreationOrderTracked() {
    return ordered;
  }

  @Override
  public boolean isAttributeCreationOrderIndexed() {
    return ordered;
  }

  private void readFirst() {
    ByteBuffer prefix = storage.readBufferFromAddress(getAddress(), 16);
    int count = prefix.getShort(2) & 0xffff;
    blocks.add(new Block(getAddress() + 16, prefix.getInt(8) & 0xffffffffL));
    int found = 0;
    Set<Long> seen = new HashSet<>();
    for (Block block = blocks.poll(); block != null; block = blocks.poll()) {
      ByteBuffer bytes = open(block, seen);
      while (bytes.remaining() >= 8 && found < count) {
        int type = bytes.getShort() & 0xffff;
        int size = bytes.getShort() & 0xffff;
        byte flags = bytes.get();
        bytes.position(bytes.position() + 3);
        add(type, flags, body(bytes, size));
        found++;
      }
    }
  }

  private void readSecond() {
    ByteBuffer prefix = storage.readBufferFromAddress(getAddress(), 6);
    expect(prefix, HEADER);
    int flags = prefix.get(5);
    ordered = (flags & 4) != 0;
    int at = 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0);
    int width = 1 << (flags & 3);
    ByteBuffer size = storage.readBufferFromAddress(getAddress() + at, width);
    long length =
        switch (width) {
          case 1 -> size.get() & 0xff;
          case 2 -> size.getShort() & 0xffff;
          case 4 -> size.getInt() & 0xffffffffL;
          default -> size.getLong();
        };
    at += width;
    if (length < 0 || length > storage.size()) {
      throw new MalformedModelException("its header declares " + length + " bytes");
    }
    ByteBuffer whole =
        storage.readBufferFromAddress(getAddress(), Math.toIntExact(at + length + CHECKSUM));
    ChecksumUtils.validateChecksum(whole.duplicate().order(ByteOrder.LITTLE_ENDIAN));
    readSecond(whole.slice(at, (int) length).order(ByteOrder.LITTLE_ENDIAN));
    Set<Long> seen = new HashSet<>();
    for (Block block = blocks.poll(); block != null; block = blocks.poll()) {
      ByteBuffer bytes = open(block, seen);
      expect(bytes, BLOCK);
      ChecksumUtils.validateChecksum(bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN));
      int messages = bytes.remaining() - BLOCK.length - CHECKSUM;
      readSecond(bytes.slice(BLOCK.length, messages).order(ByteOrder.LITTLE_ENDIAN));
    }
  }

  private void readSecond(ByteBuffer bytes) {
    int prefix = ordered ? 6 : 4;
    // A gap smaller than a message's prefix may stay at the end.
    while (bytes.remaining() >= prefix) {
      int type = bytes.get() & 0xff;
      int size = bytes.getShort() & 0xffff;
      byte flags = bytes.get();
      bytes.position(bytes.position() + prefix - 4);
      add(type, flags, body(bytes, size));
    }
  }

  private ByteBuffer open(Block block, Set<Long> seen) {
    if (!seen.add(block.address)) {
      throw new MalformedModelException("its header refers to itself: the file is an attack");
    }
    if (block.length < 0 || block.length > storage.size()) {
      throw new MalformedModelException("its header has a block of " + block.length + " bytes");
    }
    return storage.readBufferFromAddress(block.address, (int) block.length);
  }

  private static ByteBuffer body(ByteBuffer bytes, int size) {
    if (size > bytes.remaining()) {
      throw new MalformedModelException("its header has a message beyond its end");
    }
    ByteBuffer body = bytes.slice(bytes.position(), size).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(bytes.position() + size);
    return body;
  }

  private void add(int type, byte flags, ByteBuffer body) {
    if (type == CONTINUATION) {
      if (body.remaining() < storage.getSizeOfOffsets() + storage.getSizeOfLengths()) {
        throw new MalformedModelException("its header goes on at an address that is cut short");
      }
      boolean narrow = storage.getSizeOfOffsets() == 4;
      long address = narrow ? body.getInt() & 0xffffffffL : body.getLong();
      long length = storage.getSizeOfLengths() == 4 ? body.getInt() & 0xffffffffL : body.getLong();
      blocks.add(new Block(address, length));
      return;
    }
    if (type == EXTERNAL_FILES) {
      throw new UnsupportedHdfException("values in external files");
    }
    if (!READ.contains(type) || (type == ATTRIBUTE && DataTypePatch.isForeign(body))) {
      return;
    }
    boolean shared = (flags & 2) != 0;
    ByteBuffer patched = body;
    if (type == DATA_TYPE && !shared) {
      patched = DataTypePatch.dataType(body);
    } else if (type == ATTRIBUTE) {
      patched = DataTypePatch.attribute(body);
    }
    ByteBuffer message =
        ByteBuffer.allocate(8 + patched.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    message.putShort((short) type).putShort((short) patched.remaining()).put(flags);
    message.position(8).put(patched).flip();
    messages.add(Message.readObjectHeaderV1Message(message, storage));
  }

  private static void expect(ByteBuffer bytes, byte[] signature) {
    for (int i = 0; i < signature.length; i++) {
      if (i >= bytes.remaining() || bytes.get(i) != signature[i]) {
        throw new MalformedModelException("its header is not where it should be");
      }
    }
  }
}
