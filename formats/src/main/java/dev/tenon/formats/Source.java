package dev.tenon.formats;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a file, wherever they lie, under a name for messages.
 *
 * <p>A file is mapped into memory, so that reading a part costs no copy; files over 2 GiB are
 * mapped by region on request. Slices stay valid after {@link #close()}, which releases the file
 * handle only. The file must not be cut short while slices are in use. Safe for use by several
 * threads.
 */
public final class Source implements AutoCloseable {
  private static final int DIGEST_STEP = 1 << 22;

  private final String name;
  private final @Nullable Path path;
  private final Regions regions;
  private final long start;
  private final long size;

  private Source(String name, @Nullable Path path, Regions regions, long start, long size) {
    this.name = name;
    this.path = path;
    this.regions = regions;
    this.start = start;
    this.size = size;
  }

  /**
   * Maps a file; its name in messages is the last part of the path.
   *
   * @throws IOException where the file cannot be opened
   */
  public static Source of(Path path) throws IOException {
    Path last = path.getFileName();
    return of(path, last == null ? path.toString() : last.toString());
  }

  /**
   * Maps a file under another name than its own.
   *
   * @param name what messages call the file
   * @throws IOException where the file cannot be opened
   */
  public static Source of(Path path, String name) throws IOException {
    if (Files.isDirectory(path)) {
      throw ContentType.folder(path, name);
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      // Opening a pipe waits for somebody who writes into it.
      throw new MalformedModelException(
          path.toString(),
          "is a pipe or a device; expected a file: save what comes out of it first");
    }
    Regions regions = MappedRegions.open(path);
    return new Source(name, path.toAbsolutePath(), regions, 0, regions.size());
  }

  /** Wraps bytes without copying; they must not be changed afterwards. */
  public static Source of(String name, byte[] bytes) {
    return of(name, ByteBuffer.wrap(bytes));
  }

  /** Wraps a buffer from its position to its limit, without copying. */
  public static Source of(String name, ByteBuffer bytes) {
    Regions regions = new BufferRegion(bytes.slice());
    return new Source(name, null, regions, 0, regions.size());
  }

  /**
   * Reads a stream to its end.
   *
   * @param limit the most bytes to accept, at most 2 GiB
   * @throws IOException where reading fails or the stream holds more than the limit
   */
  public static Source of(String name, InputStream stream, long limit) throws IOException {
    int most = (int) Math.min(limit, Integer.MAX_VALUE - 16);
    byte[] bytes;
    try {
      bytes = stream.readNBytes(most + 1);
    } catch (OutOfMemoryError e) {
      throw new IOException(
          name + ": the stream does not fit into memory: save it to a file and load that", e);
    }
    if (bytes.length > most) {
      throw new IOException(
          name
              + ": the stream holds more than the limit of "
              + most
              + " bytes: raise the limit, or save it to a file and load that");
    }
    return of(name, bytes);
  }

  /** Returns the name that messages use. */
  public String name() {
    return name;
  }

  /**
   * Returns the absolute path of the file behind the bytes, or null where they lie in memory or
   * inside an archive.
   */
  public @Nullable Path path() {
    return path;
  }

  /** Returns the number of bytes. */
  public long size() {
    return size;
  }

  /**
   * Returns a read-only little-endian view of a part, of at most 2 GiB.
   *
   * @throws MalformedModelException where the part reaches past the end
   */
  public ByteBuffer slice(long offset, long length) {
    check(offset, length);
    if (length > Integer.MAX_VALUE - 8) {
      throw new UnsupportedModelException(
          name, "one piece of " + length + " bytes; at most 2 GiB can be mapped in one piece");
    }
    return regions.slice(start + offset, (int) length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Returns a part as a source of its own, which shares the bytes and needs no closing.
   *
   * @throws MalformedModelException where the part reaches past the end
   */
  public Source part(String partName, long offset, long length) {
    check(offset, length);
    return new Source(partName, null, regions, start + offset, length);
  }

  /** Returns the SHA-256 of all bytes, in lower-case hexadecimal. */
  public String sha256() {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    for (long at = 0; at < size; at += DIGEST_STEP) {
      digest.update(slice(at, Math.min(DIGEST_STEP, size - at)));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Releases the file handle; slices taken before stay valid. */
  @Override
  public void close() throws IOException {
    regions.close();
  }

  /** Returns the name and the size. */
  @Override
  public String toString() {
    return name + " (" + size + " bytes)";
  }

  private void check(long offset, long length) {
    if (offset < 0 || length < 0 || offset > size - length) {
      throw new MalformedModelException(
          name,
          length
              + " bytes are said to lie at "
              + offset
              + ", the file has "
              + size
              + ": the file is truncated or damaged");
    }
  }

  /** Where the bytes lie. */
  interface Regions {
    long size();

    /** Returns a view of a range that the caller has checked. */
    ByteBuffer slice(long offset, int length);

    void close() throws IOException;
  }

  private static final class BufferRegion implements Regions {
    private final ByteBuffer buffer;

    BufferRegion(ByteBuffer buffer) {
      this.buffer = buffer.asReadOnlyBuffer();
    }

    @Override
    public long size() {
      return buffer.capacity();
    }

    @Override
    public ByteBuffer slice(long offset, int length) {
      return buffer.slice((int) offset, length);
    }

    @Override
    public void close() {}
  }
}
