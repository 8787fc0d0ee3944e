package dev.tenon.formats.zip;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Memory;
import dev.tenon.formats.Source;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * A zip archive in memory or in a file, never unpacked to disk.
 *
 * <p>A stored entry is a view of the file. A compressed entry is inflated into memory, never beyond
 * its declared size. Thread-safe.
 */
public final class ZipArchive {
  /** Up to this size any degree of compression is believed. */
  private static final long PLAUSIBLE_SIZE = 256L << 20;

  private static final long PLAUSIBLE_RATIO = 100;

  /** The most that deflate can shrink anything. */
  private static final long LARGEST_RATIO = 1032;

  private static final long CHECKED_SIZE = 64L << 20;

  private final Source source;
  private final Map<String, ZipEntry> entries;

  private ZipArchive(Source source, Map<String, ZipEntry> entries) {
    this.source = source;
    this.entries = entries;
  }

  /**
   * Reads the directory of an archive.
   *
   * @throws MalformedModelException if it contradicts itself, or names two entries alike
   * @throws UnsupportedModelException if an entry is encrypted
   */
  public static ZipArchive open(Source source) {
    return new ZipArchive(source, ZipDirectory.read(source));
  }

  /** Returns the names of all files in the archive, in its order. */
  public List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /** Returns whether the archive has a file of this name. */
  public boolean has(String name) {
    return entries.containsKey(name);
  }

  /**
   * Returns the bytes of a file, or null if the name is unknown.
   *
   * @throws MalformedModelException if the bytes contradict the directory
   * @throws UnsupportedModelException if they are packed by a method other than deflate, or are too
   *     many
   */
  public @Nullable ByteBuffer entry(String name) {
    ZipEntry entry = entries.get(name);
    if (entry == null) {
      return null;
    }
    ByteBuffer packed = source.slice(entry.offset(), entry.packed());
    ByteBuffer bytes = entry.method() == ZipEntry.STORED ? packed : inflate(entry, packed);
    if (entry.size() <= CHECKED_SIZE) {
      check(entry, bytes);
    }
    return bytes;
  }

  /**
   * Returns a file as a source, of any size if it is stored, or null if the name is unknown.
   *
   * @throws MalformedModelException if the bytes contradict the directory
   * @throws UnsupportedModelException if they are packed by a method other than deflate, or are too
   *     many
   */
  public @Nullable Source entrySource(String name) {
    ZipEntry entry = entries.get(name);
    if (entry == null) {
      return null;
    }
    String title = source.name() + "!" + name;
    if (entry.method() == ZipEntry.STORED && entry.size() > CHECKED_SIZE) {
      return source.part(title, entry.offset(), entry.packed());
    }
    ByteBuffer bytes = entry(name);
    return bytes == null ? null : Source.of(title, bytes).within(source.limits());
  }

  private String where(ZipEntry entry) {
    return source.name() + ": entry '" + entry.name() + "'";
  }

  private ByteBuffer inflate(ZipEntry entry, ByteBuffer packed) {
    if (entry.method() != ZipEntry.DEFLATED) {
      throw new UnsupportedModelException(
          where(entry)
              + " is packed by method "
              + entry.method()
              + "; Tenon reads stored and deflated entries: pack the archive again");
    }
    long ratio = entry.size() > PLAUSIBLE_SIZE ? PLAUSIBLE_RATIO : LARGEST_RATIO;
    if (entry.size() / ratio > entry.packed() + 1) {
      throw new MalformedModelException(
          where(entry)
              + " declares "
              + entry.size()
              + " bytes packed into "
              + entry.packed()
              + ": no honest model shrinks so far, the archive is damaged or an attack");
    }
    source.limits().checkBytes(where(entry), entry.size());
    ByteBuffer out = Memory.allocate(where(entry), entry.size());
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed);
      while (out.hasRemaining() && inflater.inflate(out) > 0) {}
      boolean whole = !out.hasRemaining() && ends(inflater);
      if (!whole) {
        throw new MalformedModelException(
            where(entry)
                + " declares "
                + entry.size()
                + " bytes and holds "
                + (out.hasRemaining() ? String.valueOf(out.position()) : "more")
                + ": the archive is damaged");
      }
    } catch (DataFormatException e) {
      throw new MalformedModelException(
          where(entry) + " cannot be inflated (" + e.getMessage() + "): the archive is damaged", e);
    } finally {
      inflater.end();
    }
    return out.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static boolean ends(Inflater inflater) throws DataFormatException {
    return inflater.finished() || (inflater.inflate(new byte[1]) == 0 && inflater.finished());
  }

  private void check(ZipEntry entry, ByteBuffer bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes.duplicate());
    if (crc.getValue() != entry.crc()) {
      throw new MalformedModelException(
          where(entry)
              + " has the checksum "
              + Long.toHexString(crc.getValue())
              + ", the archive says "
              + Long.toHexString(entry.crc())
              + ": the archive is damaged, fetch it again");
    }
  }
}
