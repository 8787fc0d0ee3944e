package dev.tenon.formats;

import dev.tenon.error.FileChangedException;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.limits.LoadLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a file or a buffer, with a name for messages.
 *
 * <p>Parts are read on demand into their own memory: slices stay valid after {@link #close()}. All
 * slices have one content of the file; a change in between fails with a {@link
 * FileChangedException}. Thread-safe.
 */
public final class Source implements AutoCloseable {
  private final String name;
  private final @Nullable Path path;
  private final Regions regions;
  private final long start;
  private final long size;
  private final @Nullable ModelFolder folder;
  private boolean handedOver;

  /** Chosen before anybody else has the source. */
  private LoadLimits limits = LoadLimits.DEFAULTS;

  private Source(
      String name,
      @Nullable Path path,
      @Nullable ModelFolder folder,
      Regions regions,
      long start,
      long size) {
    this.name = name;
    this.path = path;
    this.folder = folder;
    this.regions = regions;
    this.start = start;
    this.size = size;
  }

  /**
   * Opens a file; its name in messages is the last part of the path.
   *
   * @throws IOException if the file cannot be opened
   */
  public static Source of(Path path) throws IOException {
    Path last = path.getFileName();
    return of(path, last == null ? path.toString() : last.toString());
  }

  /**
   * Opens a file under another name than its own.
   *
   * @param name the name of the file in messages
   * @throws IOException if the file cannot be opened
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
    Regions regions = FileRegions.open(name, path);
    Path absolute = path.toAbsolutePath();
    return new Source(name, absolute, ModelFolder.around(absolute), regions, 0, regions.size());
  }

  /**
   * Opens a file that is read within limits; see {@link #of(Path)}.
   *
   * @throws UnsupportedModelException if it has more bytes than they allow
   */
  public static Source of(Path path, LoadLimits limits) throws IOException {
    // Nothing of it is read before it is measured.
    Source source = of(path);
    try {
      return source.within(limits);
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /** Wraps bytes without copying; they must not be changed afterwards. */
  public static Source of(String name, byte[] bytes) {
    return of(name, ByteBuffer.wrap(bytes));
  }

  /** Wraps a buffer from its position to its limit, without copying. */
  public static Source of(String name, ByteBuffer bytes) {
    Regions regions = new BufferRegion(bytes.slice());
    return new Source(name, null, null, regions, 0, regions.size());
  }

  /**
   * Reads a stream to its end.
   *
   * @param limit the most bytes to accept, at most 2 GiB
   * @throws IOException if reading fails or the stream exceeds the limit
   */
  public static Source of(String name, InputStream stream, long limit) throws IOException {
    int most = (int) Math.min(limit, Integer.MAX_VALUE - 16);
    byte[] bytes = read(name, stream, most + 1);
    if (bytes.length > most) {
      throw new IOException(
          name
              + ": the stream holds more than the limit of "
              + most
              + " bytes: raise the limit, or save it to a file and load that");
    }
    return of(name, bytes);
  }

  /**
   * Reads a stream to its end, but no more of it than limits allow; see {@link #of(String,
   * InputStream, long)}.
   *
   * @throws UnsupportedModelException if it exceeds the limits
   */
  public static Source of(String name, InputStream stream, LoadLimits limits) throws IOException {
    long most = Integer.MAX_VALUE - 16;
    return limits.bytes() < most
        ? of(name, read(name, stream, (int) limits.bytes() + 1)).within(limits)
        : of(name, stream, most).within(limits);
  }

  private static byte[] read(String name, InputStream stream, int most) throws IOException {
    try {
      return stream.readNBytes(most);
    } catch (OutOfMemoryError e) {
      throw new IOException(
          name + ": the stream does not fit into memory: save it to a file and load that", e);
    }
  }

  /**
   * Chooses the limits within which readers read this source and its parts; to be called before
   * them.
   *
   * @return this source
   * @throws UnsupportedModelException if it has more bytes than they allow
   */
  public Source within(LoadLimits chosen) {
    chosen.checkBytes(name, size);
    limits = chosen;
    return this;
  }

  /** Returns the limits of its readers. Default: {@code LoadLimits.DEFAULTS}. */
  public LoadLimits limits() {
    return limits;
  }

  /** Returns the name that messages use. */
  public String name() {
    return name;
  }

  /** Returns the absolute path of the file, or null for bytes in memory or inside an archive. */
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
   * @throws MalformedModelException if the part reaches past the end
   * @throws FileChangedException if the file changed since it was opened
   */
  public ByteBuffer slice(long offset, long length) {
    check(offset, length);
    if (length > Integer.MAX_VALUE - 8) {
      throw new UnsupportedModelException(
          name, "one piece of " + length + " bytes; at most 2 GiB can be read in one piece");
    }
    return regions.slice(start + offset, (int) length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Returns a part as a source of its own, which shares the bytes and needs no closing.
   *
   * @throws MalformedModelException if the part reaches past the end
   */
  public Source part(String partName, long offset, long length) {
    check(offset, length);
    return new Source(partName, null, null, regions, start + offset, length).within(limits);
  }

  /**
   * Returns a source of the same bytes that needs no file any more, and no closing; of the other
   * files in the folder, the parts that were read.
   *
   * @throws UnsupportedModelException if it exceeds 2 GiB
   * @throws IOException if files cannot be closed
   */
  public Source held() throws IOException {
    Regions held = new BufferRegion(slice(0, size));
    handedOver = true;
    if (folder != null) {
      folder.release();
    }
    return new Source(name, path, folder, held, 0, size).within(limits);
  }

  /**
   * Checks that the file did not change since it was opened; bytes in memory never do.
   *
   * @throws FileChangedException if it is not
   */
  public void verify() {
    if (regions instanceof FileRegions file) {
      file.check();
    }
  }

  /** Returns the folder of a model of several files; null for bytes without a file. */
  public @Nullable ModelFolder folder() {
    return folder;
  }

  /** Returns the stamp of the file; null for bytes in memory. */
  @Nullable FileStamp stamp() {
    return path != null && regions instanceof FileRegions file ? file.stamp() : null;
  }

  /** Returns the SHA-256 of all bytes, in lower-case hexadecimal. */
  public String sha256() {
    return FileDigest.sha256(slice(0, size));
  }

  /** Closes the file and keeps the slices. */
  void release() throws IOException {
    if (regions instanceof FileRegions file) {
      file.release();
    }
  }

  /** Releases the file; slices taken before stay valid. */
  @Override
  public void close() throws IOException {
    regions.close();
    if (folder != null && !handedOver) {
      folder.close();
    }
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

  /** The storage of the bytes. */
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
