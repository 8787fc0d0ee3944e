package dev.tenon.formats.zip;

import dev.tenon.formats.AtomicFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Writes a zip archive of uncompressed entries, as Keras does.
 *
 * <p>{@link #commit()} replaces the target; closing without it keeps the target unchanged. Entries
 * have no date, so that equal content gives equal files.
 */
public final class ZipWriter implements AutoCloseable {
  private static final LocalDateTime NO_DATE = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final AtomicFile pending;
  private final ZipOutputStream out;

  private ZipWriter(AtomicFile pending, ZipOutputStream out) {
    this.pending = pending;
    this.out = out;
  }

  /**
   * Creates an archive beside its target.
   *
   * @throws IOException if the folder is not writable
   */
  public static ZipWriter create(Path target) throws IOException {
    AtomicFile pending = AtomicFile.beside(target);
    try {
      return new ZipWriter(
          pending,
          new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(pending.path()))));
    } catch (IOException | RuntimeException e) {
      pending.close();
      throw e;
    }
  }

  /** Adds an entry from memory. */
  public void entry(String name, byte[] content) throws IOException {
    entry(name, ByteBuffer.wrap(content));
  }

  /** Adds an entry from memory, given in parts. */
  public void entry(String name, ByteBuffer... parts) throws IOException {
    CRC32 crc = new CRC32();
    long size = 0;
    for (ByteBuffer part : parts) {
      size += part.remaining();
      crc.update(part.duplicate());
    }
    begin(name, size, crc.getValue());
    WritableByteChannel channel = Channels.newChannel(out);
    for (ByteBuffer part : parts) {
      channel.write(part.duplicate());
    }
    out.closeEntry();
  }

  /** Adds an entry with the content of a file of any size. */
  public void entry(String name, Path content) throws IOException {
    CRC32 crc = new CRC32();
    try (InputStream in = new CheckedInputStream(Files.newInputStream(content), crc)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    begin(name, Files.size(content), crc.getValue());
    Files.copy(content, out);
    out.closeEntry();
  }

  private void begin(String name, long size, long crc) throws IOException {
    java.util.zip.ZipEntry entry = new java.util.zip.ZipEntry(name);
    entry.setMethod(java.util.zip.ZipEntry.STORED);
    entry.setTimeLocal(NO_DATE);
    entry.setSize(size);
    entry.setCompressedSize(size);
    entry.setCrc(crc);
    out.putNextEntry(entry);
  }

  /** Finishes the archive and puts it in the place of its target. */
  public void commit() throws IOException {
    out.close();
    pending.commit();
  }

  /** Deletes the new file unless it was committed. */
  @Override
  public void close() throws IOException {
    try {
      out.close();
    } finally {
      pending.close();
    }
  }
}
