package dev.tenon.formats.checkpoint;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Reads a sorted table of LevelDB's, the form of a checkpoint's index: blocks of keys and values,
 * and a block that says where they lie.
 *
 * @see <a href="https://github.com/google/leveldb/blob/main/doc/table_format.md">the format</a>
 */
final class SortedTable {
  private static final long MAGIC = 0xdb4775248b80fb57L;
  private static final int FOOTER = 48;
  private static final int TRAILER = 5;

  /** An index of so many bytes has millions of variables. */
  private static final long LARGEST = 1L << 28;

  private final String name;
  private final Source source;

  private SortedTable(String name, Source source) {
    this.name = name;
    this.source = source;
  }

  /** Returns every value by its key, in order. */
  static Map<String, byte[]> read(String name, Source source) {
    SortedTable table = new SortedTable(name, source);
    try {
      return table.read();
    } catch (BufferUnderflowException e) {
      throw table.damaged("a record is cut short");
    }
  }

  private Map<String, byte[]> read() {
    if (source.size() < FOOTER || source.size() > LARGEST) {
      throw damaged("has " + source.size() + " bytes, too many or too few for an index");
    }
    ByteBuffer footer = source.slice(source.size() - FOOTER, FOOTER);
    if (footer.getLong(FOOTER - 8) != MAGIC) {
      throw damaged("does not end as an index of a checkpoint does");
    }
    // The first of the two places is that of a block that nobody uses.
    varint(footer);
    varint(footer);
    ByteBuffer index = block(varint(footer), varint(footer));
    Map<String, byte[]> found = new LinkedHashMap<>();
    entries(index)
        .values()
        .forEach(
            place -> {
              ByteBuffer handle = ByteBuffer.wrap(place);
              found.putAll(entries(block(varint(handle), varint(handle))));
            });
    return found;
  }

  /** Returns the content of a block after comparing its checksum. */
  private ByteBuffer block(long offset, long size) {
    if (offset < 0 || size < 4 || size > source.size() || offset > source.size() - size - TRAILER) {
      throw damaged("says that " + size + " bytes lie at " + offset);
    }
    ByteBuffer whole = source.slice(offset, size + TRAILER);
    byte[] checked = new byte[(int) size + 1];
    whole.get(checked);
    if (whole.order(ByteOrder.LITTLE_ENDIAN).getInt() != mask(checked)) {
      throw damaged("the checksum of the block at " + offset + " is another");
    }
    if (checked[(int) size] != 0) {
      throw new UnsupportedModelException(
          name, "its blocks are compressed, which TensorFlow itself never does");
    }
    return ByteBuffer.wrap(checked, 0, (int) size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns the entries of a block; each says how many bytes of the key before it stay. */
  private Map<String, byte[]> entries(ByteBuffer block) {
    long restarts = Integer.toUnsignedLong(block.getInt(block.limit() - 4));
    long end = block.limit() - 4 - 4 * restarts;
    if (end < 0) {
      throw damaged("a block has " + restarts + " restart points, more than fit");
    }
    block.limit((int) end);
    Map<String, byte[]> found = new LinkedHashMap<>();
    byte[] key = new byte[0];
    while (block.hasRemaining()) {
      int shared = length(block, key.length);
      int own = length(block, block.remaining());
      int size = length(block, block.remaining());
      key = Arrays.copyOf(key, shared + own);
      // The key before it has been cut to what is shared.
      block.get(key, shared, own);
      byte[] value = new byte[size];
      block.get(value);
      found.put(new String(key, StandardCharsets.UTF_8), value);
    }
    return found;
  }

  private int length(ByteBuffer block, long most) {
    long length = varint(block);
    if (length < 0 || length > most) {
      throw damaged("a record declares " + length + " bytes where " + most + " are left");
    }
    return (int) length;
  }

  private static long varint(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      byte next = bytes.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new BufferUnderflowException();
  }

  /** Returns a checksum as TensorFlow stores it. */
  static int mask(CRC32C checksum) {
    return Integer.rotateRight((int) checksum.getValue(), 15) + 0xa282ead8;
  }

  private static int mask(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return mask(checksum);
  }

  private MalformedModelException damaged(String what) {
    return new MalformedModelException(
        name, what + ": the file is truncated or damaged, fetch it again");
  }
}
