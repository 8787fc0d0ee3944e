package dev.tenon.hostile;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Writes zip archives whose headers may say anything. */
final class ZipBytes {
  static final int STORED = 0;
  static final int DEFLATED = 8;

  /** An entry: what lies in the archive, and what its two headers say of it. */
  static final class Entry {
    String name;
    int method;
    int flags;
    byte[] packed;
    long crc;
    long size;
    long packedSize;
    byte[] extra = {};

    /** What the local header says of the size, where it differs. */
    long localSize;

    /** Where the directory says that the entry lies; negative for the truth. */
    long localOffset = -1;

    private Entry(String name, int method, byte[] content) {
      this.name = name;
      content(method, content);
    }

    /** Puts a content in, with sizes and checksum that fit it. */
    void content(int newMethod, byte[] content) {
      method = newMethod;
      packed = newMethod == DEFLATED ? deflated(content) : content;
      CRC32 sum = new CRC32();
      sum.update(content);
      crc = sum.getValue();
      size = content.length;
      localSize = size;
      packedSize = packed.length;
    }
  }

  final List<Entry> entries = new ArrayList<>();
  byte[] comment = {};
  long count = -1;
  long directorySize = -1;
  long directoryOffset = -1;

  static ZipBytes read(byte[] archive) {
    ZipBytes zip = new ZipBytes();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        zip.add(entry.getName(), STORED, in.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zip;
  }

  ZipBytes add(String name, int method, byte[] content) {
    entries.add(new Entry(name, method, content));
    return this;
  }

  ZipBytes add(String name, String content) {
    return add(name, DEFLATED, content.getBytes(StandardCharsets.UTF_8));
  }

  Entry entry(String name) {
    return entries.stream().filter(entry -> entry.name.equals(name)).findFirst().orElseThrow();
  }

  /** Returns the content of a stored entry. */
  byte[] content(String name) {
    return entry(name).packed;
  }

  static byte[] deflated(byte[] content) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(content);
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return out.toByteArray();
  }

  byte[] toByteArray() {
    Out out = new Out();
    List<Long> offsets = new ArrayList<>();
    for (Entry entry : entries) {
      offsets.add((long) out.size());
      byte[] name = entry.name.getBytes(StandardCharsets.UTF_8);
      out.number(0x04034b50, 4).number(20, 2).number(entry.flags, 2).number(entry.method, 2);
      out.number(0, 4).number(entry.crc, 4).number(entry.packedSize, 4);
      out.number(entry.localSize, 4).number(name.length, 2).number(0, 2);
      out.writeBytes(name);
      out.writeBytes(entry.packed);
    }
    long start = out.size();
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      byte[] name = entry.name.getBytes(StandardCharsets.UTF_8);
      out.number(0x02014b50, 4).number(20, 2).number(20, 2).number(entry.flags, 2);
      out.number(entry.method, 2).number(0, 4).number(entry.crc, 4).number(entry.packedSize, 4);
      out.number(entry.size, 4).number(name.length, 2).number(entry.extra.length, 2);
      out.number(0, 2).number(0, 2).number(0, 2).number(0, 4);
      out.number(entry.localOffset < 0 ? offsets.get(i) : entry.localOffset, 4);
      out.writeBytes(name);
      out.writeBytes(entry.extra);
    }
    long total = count < 0 ? entries.size() : count;
    long length = directorySize < 0 ? out.size() - start : directorySize;
    out.number(0x06054b50, 4).number(0, 4).number(total, 2).number(total, 2).number(length, 4);
    out.number(directoryOffset < 0 ? start : directoryOffset, 4).number(comment.length, 2);
    out.writeBytes(comment);
    return out.toByteArray();
  }

  private static final class Out extends ByteArrayOutputStream {
    Out number(long value, int width) {
      for (int i = 0; i < width; i++) {
        write((int) (value >> (8 * i)));
      }
      return this;
    }
  }
}
