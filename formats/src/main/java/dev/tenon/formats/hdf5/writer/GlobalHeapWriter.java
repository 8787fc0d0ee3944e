package dev.tenon.formats.hdf5.writer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The collections that hold strings of variable length.
 *
 * <p>Small strings share collections of 4 KiB, a large one has its own. What an element of a
 * dataset or an attribute has is a reference: the length (4 bytes), the collection's address (8)
 * and the number in it (4).
 *
 * @see <a href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t11.html">HDF5 File
 *     Format Specification 1.1, III.E Global Heap</a>
 */
final class GlobalHeapWriter {
  /** The bytes of a reference. */
  static final int REFERENCE = 16;

  /** The library refuses smaller collections. */
  private static final int COLLECTION = 4096;

  private static final int PREFIX = 16;
  private static final byte[] SIGNATURE = {'G', 'C', 'O', 'L', 1, 0, 0, 0};

  private final FileSpace file;
  private ByteBuffer open = FileSpace.block(0);
  private long address;
  private int count;

  GlobalHeapWriter(FileSpace file) {
    this.file = file;
  }

  /** Writes a string and puts the reference to it at the buffer's position. */
  void add(String text, ByteBuffer references) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > COLLECTION - 2 * PREFIX) {
      references.putInt(bytes.length).putLong(alone(bytes)).putInt(1);
      return;
    }
    int size = PREFIX + FileSpace.aligned(bytes.length);
    if (size > open.remaining()) {
      finish();
      address = file.reserve(COLLECTION);
      open = FileSpace.block(COLLECTION).put(SIGNATURE).putLong(COLLECTION);
      count = 0;
    }
    count++;
    int start = open.position();
    object(open, count, bytes.length).put(bytes).position(start + size);
    references.putInt(bytes.length).putLong(address).putInt(count);
  }

  private long alone(byte[] bytes) throws IOException {
    ByteBuffer prefix = FileSpace.block(2 * PREFIX).put(SIGNATURE);
    prefix.putLong(2 * PREFIX + ((bytes.length + 7L) & ~7L));
    long at = file.append(object(prefix, 1, bytes.length).flip());
    long unused = file.append(ByteBuffer.wrap(bytes));
    return at;
  }

  private static ByteBuffer object(ByteBuffer out, int index, long size) {
    // Nobody counts the references: the library writes 0 as well.
    return out.putShort((short) index).putShort((short) 0).putInt(0).putLong(size);
  }

  /** Writes the collection that is not full. */
  void finish() throws IOException {
    if (open.capacity() == 0) {
      return;
    }
    if (open.remaining() >= PREFIX) {
      // Object 0 is the free space, its own prefix included.
      long free = open.remaining();
      object(open, 0, free);
    }
    file.fill(address, open.rewind());
    open = FileSpace.block(0);
  }
}
