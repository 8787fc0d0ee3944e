package dev.tenon.formats.npz;

import dev.tenon.formats.AtomicFile;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/** Writes an archive of stored entries, with zip64 records where 4 GiB are exceeded. */
final class NpzWriter {
  private static final long ALL_ONES = 0xffffffffL;
  private static final int UTF_8_NAME = 1 << 11;

  /** 1 January 1980, so that equal arrays give equal files. */
  private static final int DATE = 1 << 5 | 1;

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Written(byte[] name, long crc, long size, long offset) {}

  private final FileChannel out;
  private final List<Written> entries = new ArrayList<>();

  private NpzWriter(FileChannel out) {
    this.out = out;
  }

  static void write(Path path, Map<String, Tensor> tensors) throws IOException {
    AtomicFile.write(
        path,
        file -> {
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            NpzWriter writer = new NpzWriter(channel);
            for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
              writer.entry(entry.getKey() + ".npy", entry.getValue());
            }
            writer.directory();
          }
        });
  }

  private void entry(String name, Tensor given) throws IOException {
    Tensor tensor = given.cast(given.dtype().ordinary());
    int length = longest(tensor);
    ByteBuffer header = header(tensor, length);
    ByteBuffer values = tensor.dtype() == DType.STRING ? utf32(tensor, length) : tensor.bytes();
    CRC32 crc = new CRC32();
    crc.update(header.duplicate());
    crc.update(values.duplicate());
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    long size = (long) header.remaining() + values.remaining();
    Written written = new Written(nameBytes, crc.getValue(), size, out.position());
    ByteBuffer local = little(30 + nameBytes.length);
    local.putInt(0x04034b50).putShort((short) 20);
    common(local, written);
    local.putInt((int) size).putInt((int) size);
    local.putShort((short) nameBytes.length).putShort((short) 0).put(nameBytes);
    writeAll(local.flip());
    writeAll(header);
    writeAll(values);
    entries.add(written);
  }

  private static void common(ByteBuffer to, Written entry) {
    to.putShort((short) UTF_8_NAME).putShort((short) 0).putShort((short) 0).putShort((short) DATE);
    to.putInt((int) entry.crc);
  }

  private void directory() throws IOException {
    long start = out.position();
    for (Written entry : entries) {
      boolean wide = entry.offset >= ALL_ONES;
      ByteBuffer record = little(46 + entry.name.length + 12);
      record.putInt(0x02014b50).putShort((short) 45).putShort((short) 45);
      common(record, entry);
      record.putInt((int) entry.size).putInt((int) entry.size);
      record.putShort((short) entry.name.length).putShort((short) (wide ? 12 : 0));
      record.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
      record.putInt((int) (wide ? ALL_ONES : entry.offset)).put(entry.name);
      if (wide) {
        record.putShort((short) 1).putShort((short) 8).putLong(entry.offset);
      }
      writeAll(record.flip());
    }
    long end = out.position();
    boolean wide = entries.size() >= 0xffff || end >= ALL_ONES;
    ByteBuffer tail = little(98);
    if (wide) {
      tail.putInt(0x06064b50).putLong(44).putShort((short) 45).putShort((short) 45);
      tail.putInt(0).putInt(0).putLong(entries.size()).putLong(entries.size());
      tail.putLong(end - start).putLong(start);
      tail.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
    }
    short count = (short) Math.min(0xffff, entries.size());
    tail.putInt(0x06054b50).putInt(0).putShort(wide ? (short) -1 : count);
    tail.putShort(wide ? (short) -1 : count);
    tail.putInt((int) (wide ? ALL_ONES : end - start));
    tail.putInt((int) (wide ? ALL_ONES : start)).putShort((short) 0);
    writeAll(tail.flip());
  }

  private static ByteBuffer header(Tensor tensor, int longest) {
    String text =
        "{'descr': '"
            + descr(tensor.dtype(), longest)
            + "', 'fortran_order': False, 'shape': "
            + tensor.shapeString()
            + ", }";
    // NumPy pads so that the values begin at a multiple of 64.
    int padded = (10 + text.length() + 1 + 63) / 64 * 64;
    ByteBuffer header = little(padded);
    header.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    header.put((byte) 1).put((byte) 0).putShort((short) (padded - 10));
    header.put(text.getBytes(StandardCharsets.US_ASCII));
    while (header.remaining() > 1) {
      header.put((byte) ' ');
    }
    return header.put((byte) '\n').flip();
  }

  private static String descr(DType dtype, int longest) {
    return switch (dtype) {
      case FLOAT16 -> "<f2";
      case BFLOAT16 -> "<V2";
      case FLOAT32 -> "<f4";
      case FLOAT64 -> "<f8";
      case INT8 -> "|i1";
      case INT16 -> "<i2";
      case INT32 -> "<i4";
      case INT64 -> "<i8";
      case UINT8 -> "|u1";
      case UINT16 -> "<u2";
      case UINT32 -> "<u4";
      case UINT64 -> "<u8";
      case BOOL -> "|b1";
      case STRING -> "<U" + longest;
      default -> throw new IllegalArgumentException("NumPy has no type " + dtype.numpyName());
    };
  }

  /** Returns the length in characters of the longest string; NumPy has none shorter than one. */
  private static int longest(Tensor tensor) {
    int longest = 1;
    if (tensor.dtype() == DType.STRING) {
      for (int i = 0; i < tensor.size(); i++) {
        String text = tensor.getString(i);
        longest = Math.max(longest, text.codePointCount(0, text.length()));
      }
    }
    return longest;
  }

  private static ByteBuffer utf32(Tensor tensor, int longest) {
    ByteBuffer bytes = little(Math.multiplyExact(Math.multiplyExact(tensor.size(), longest), 4));
    for (int i = 0; i < tensor.size(); i++) {
      int at = i * longest * 4;
      for (int point : tensor.getString(i).codePoints().toArray()) {
        bytes.putInt(at, point);
        at += 4;
      }
    }
    return bytes;
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void writeAll(ByteBuffer bytes) throws IOException {
    ByteBuffer rest = bytes.duplicate();
    while (rest.hasRemaining()) {
      out.write(rest);
    }
  }
}
