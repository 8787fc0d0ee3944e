package dev.tenon.formats.zip;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the central directory of a zip archive.
 *
 * <p>Every size and offset is checked against the file before it is used, and no two entries may
 * share bytes: that is how a small archive is made to inflate without end.
 */
final class ZipDirectory {
  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int LOCAL = 0x04034b50;
  private static final int END_SIZE = 22;
  private static final int LONGEST_COMMENT = 65535;
  private static final long ALL_ONES = 0xffffffffL;

  private final Source source;

  private ZipDirectory(Source source) {
    this.source = source;
  }

  private record Place(long offset, long size, long count) {}

  private record Header(ZipEntry entry, long local) {}

  static Map<String, ZipEntry> read(Source source) {
    return new ZipDirectory(source).read();
  }

  private Map<String, ZipEntry> read() {
    Place place = findPlace();
    ByteBuffer directory = source.slice(place.offset, place.size);
    if (place.count > place.size / 46) {
      throw malformed(
          "the directory of " + place.size + " bytes declares " + place.count + " entries");
    }
    List<Header> headers = new ArrayList<>();
    for (long i = 0; i < place.count; i++) {
      headers.add(header(directory, i));
    }
    List<ZipEntry> found = resolve(headers, place.offset);
    Map<String, ZipEntry> entries = new LinkedHashMap<>();
    for (ZipEntry entry : found) {
      if (entry.name().endsWith("/") && entry.size() == 0) {
        continue;
      }
      if (entries.put(entry.name(), entry) != null) {
        throw malformed(
            "two entries are named '" + entry.name() + "'; which one is meant is unclear");
      }
    }
    return entries;
  }

  private Place findPlace() {
    long size = source.size();
    if (size < END_SIZE) {
      throw malformed("the file has " + size + " bytes, fewer than the smallest zip archive");
    }
    int tail = (int) Math.min(size, END_SIZE + LONGEST_COMMENT);
    ByteBuffer bytes = source.slice(size - tail, tail);
    int loose = -1;
    for (int at = tail - END_SIZE; at >= 0; at--) {
      int end = at + END_SIZE + (bytes.getShort(at + 20) & 0xffff);
      if (bytes.getInt(at) == END && end == tail) {
        return place(bytes, at, size - tail);
      }
      if (bytes.getInt(at) == END && end < tail && loose < 0) {
        loose = at;
      }
    }
    if (loose >= 0) {
      // Something was appended, as a transfer does that fills a last block up: Python passes it
      // over.
      return place(bytes, loose, size - tail);
    }
    if (source.slice(0, 4).getInt(0) != LOCAL) {
      throw new MalformedModelException(
          source.name(), "is no zip archive, which .npz and .keras files are: choose another");
    }
    throw malformed("no directory at the end of the file, so it was cut short: fetch it again");
  }

  private Place place(ByteBuffer tail, int at, long tailOffset) {
    ByteBuffer end = tail.slice(at, END_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    long endOffset = tailOffset + at;
    long count = end.getShort(10) & 0xffff;
    long size = end.getInt(12) & ALL_ONES;
    long offset = end.getInt(16) & ALL_ONES;
    long limit = endOffset;
    if (count == 0xffff || size == ALL_ONES || offset == ALL_ONES) {
      long locatorOffset = endOffset - 20;
      ByteBuffer locator = locatorOffset < 0 ? end : source.slice(locatorOffset, 20);
      if (locator.getInt(0) == LOCATOR_64) {
        long endOffset64 = locator.getLong(8);
        ByteBuffer end64 = source.slice(endOffset64, 56);
        if (end64.getInt(0) != END_64) {
          throw malformed("the zip64 record at " + endOffset64 + " is missing");
        }
        count = end64.getLong(32);
        size = end64.getLong(40);
        offset = end64.getLong(48);
        limit = endOffset64;
      }
    }
    if (offset < 0 || size < 0 || count < 0 || offset > limit || size > limit - offset) {
      throw malformed(
          "the directory is said to have "
              + size
              + " bytes at "
              + offset
              + ", it ends at "
              + limit);
    }
    return new Place(offset, size, count);
  }

  private Header header(ByteBuffer directory, long index) {
    int at = directory.position();
    if (directory.remaining() < 46 || directory.getInt(at) != CENTRAL) {
      throw malformed("entry " + index + " of the directory is damaged");
    }
    int flags = directory.getShort(at + 8);
    int method = directory.getShort(at + 10) & 0xffff;
    long crc = directory.getInt(at + 16) & ALL_ONES;
    long packed = directory.getInt(at + 20) & ALL_ONES;
    long size = directory.getInt(at + 24) & ALL_ONES;
    int nameLength = directory.getShort(at + 28) & 0xffff;
    int extraLength = directory.getShort(at + 30) & 0xffff;
    int commentLength = directory.getShort(at + 32) & 0xffff;
    long local = directory.getInt(at + 42) & ALL_ONES;
    int length = 46 + nameLength + extraLength + commentLength;
    if (length > directory.remaining()) {
      throw malformed("entry " + index + " of the directory reaches past its end");
    }
    String name = name(directory.slice(at + 46, nameLength));
    ByteBuffer extra =
        directory.slice(at + 46 + nameLength, extraLength).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer wide = wideFields(extra);
    if (size == ALL_ONES) {
      size = wide(wide, name);
    }
    if (packed == ALL_ONES) {
      packed = wide(wide, name);
    }
    if (local == ALL_ONES) {
      local = wide(wide, name);
    }
    if ((flags & 1) != 0) {
      throw new UnsupportedModelException(
          source.name(), "entry '" + name + "' is encrypted: unpack the archive with its password");
    }
    directory.position(at + length);
    return new Header(new ZipEntry(name, method, 0, packed, size, crc), local);
  }

  /** Finds the zip64 block among the extra fields; empty if there is none. */
  private static ByteBuffer wideFields(ByteBuffer extra) {
    int at = 0;
    while (at + 4 <= extra.limit()) {
      int length = extra.getShort(at + 2) & 0xffff;
      if (extra.getShort(at) == 1 && at + 4 + length <= extra.limit()) {
        return extra.slice(at + 4, length).order(ByteOrder.LITTLE_ENDIAN);
      }
      at += 4 + length;
    }
    return ByteBuffer.allocate(0);
  }

  private long wide(ByteBuffer fields, String name) {
    if (fields.remaining() < 8) {
      throw malformed("entry '" + name + "' lacks its zip64 size");
    }
    return fields.getLong();
  }

  private String name(ByteBuffer bytes) {
    String name;
    try {
      name = StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException e) {
      // Archives from before UTF-8: any one-byte alphabet keeps the names apart.
      name = StandardCharsets.ISO_8859_1.decode(bytes).toString();
    }
    for (String part : name.split("[/\\\\]", -1)) {
      if (part.equals("..") || part.indexOf('\0') >= 0) {
        throw malformed("entry '" + name + "' points out of the archive: it is an attack");
      }
    }
    if (name.startsWith("/")) {
      throw malformed("entry '" + name + "' has an absolute path: it is an attack");
    }
    return name;
  }

  /** Finds where the bytes of each entry begin, and that no two share any. */
  private List<ZipEntry> resolve(List<Header> headers, long directoryOffset) {
    List<ZipEntry> entries = new ArrayList<>();
    List<long[]> ranges = new ArrayList<>();
    for (Header header : headers) {
      ZipEntry entry = header.entry;
      long local = header.local;
      if (local < 0 || local > directoryOffset - 30) {
        throw malformed("entry '" + entry.name() + "' is said to begin at " + local);
      }
      ByteBuffer bytes = source.slice(local, 30);
      if (bytes.getInt(0) != LOCAL) {
        throw malformed("entry '" + entry.name() + "' is not at " + local + " where it should be");
      }
      long offset = local + 30 + (bytes.getShort(26) & 0xffff) + (bytes.getShort(28) & 0xffff);
      long packed = entry.packed();
      if (packed < 0 || entry.size() < 0 || offset > directoryOffset - packed) {
        throw malformed(
            "entry '"
                + entry.name()
                + "' declares "
                + packed
                + " bytes at "
                + offset
                + ", the directory begins at "
                + directoryOffset);
      }
      if (entry.method() == ZipEntry.STORED && packed != entry.size()) {
        throw malformed(
            "entry '"
                + entry.name()
                + "' is stored in "
                + packed
                + " bytes but declares "
                + entry.size());
      }
      ranges.add(new long[] {local, offset + packed});
      entries.add(
          new ZipEntry(entry.name(), entry.method(), offset, packed, entry.size(), entry.crc()));
    }
    ranges.sort(Comparator.comparingLong(range -> range[0]));
    for (int i = 1; i < ranges.size(); i++) {
      if (ranges.get(i)[0] < ranges.get(i - 1)[1]) {
        throw malformed("two entries share the bytes at " + ranges.get(i)[0] + ": it is an attack");
      }
    }
    return entries;
  }

  private MalformedModelException malformed(String what) {
    return new MalformedModelException(source.name(), "the zip archive is damaged: " + what);
  }
}
