package dev.tenon.formats;

import dev.tenon.error.FileChangedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parts of a file as private copies, so that nothing that happens to the file afterwards reaches
 * them.
 *
 * <p>A file is never mapped: a page of a mapping that is cut off ends the process (SIGBUS). Each
 * part is read once and kept until the file is closed; small parts are read in blocks. Every read
 * is followed by a look at the file's stamp, so all parts are of one and the same content.
 */
final class FileRegions implements Source.Regions {
  /** Up to this size a file is read in one go. */
  private static final int WHOLE = 1 << 20;

  /** Parts up to this size are read together with what lies around them. */
  private static final int BLOCK = 1 << 16;

  private final String name;
  private final Path path;
  private final FileStamp stamp;
  private final @Nullable ByteBuffer[] blocks;
  private final Map<Long, Map<Integer, ByteBuffer>> parts = new HashMap<>();
  private @Nullable FileChannel open;
  private boolean closed;

  private FileRegions(String name, Path path, FileStamp stamp, FileChannel open) {
    this.name = name;
    this.path = path;
    this.stamp = stamp;
    this.open = open;
    this.blocks = new @Nullable ByteBuffer[(int) (stamp.size() / BLOCK) + 1];
  }

  static FileRegions open(String name, Path path) throws IOException {
    // The stamp comes first: a change after it is found by the look after the first read.
    FileStamp stamp = FileStamp.of(path);
    if (stamp.size() > WHOLE) {
      stamp = FileStamp.settled(path);
    }
    return new FileRegions(name, path, stamp, FileChannel.open(path, StandardOpenOption.READ));
  }

  FileStamp stamp() {
    return stamp;
  }

  @Override
  public long size() {
    return stamp.size();
  }

  @Override
  public ByteBuffer slice(long offset, int length) {
    boolean whole = stamp.size() <= WHOLE;
    int index = whole ? 0 : (int) (offset / BLOCK);
    long start = (long) index * BLOCK;
    long end = whole ? stamp.size() : Math.min(start + BLOCK, stamp.size());
    return offset + length <= end
        ? block(index, start, (int) (end - start)).slice((int) (offset - start), length)
        : part(offset, length).duplicate();
  }

  private synchronized ByteBuffer block(int index, long start, int length) {
    ByteBuffer known = blocks[index];
    if (known == null) {
      known = uninterrupted(start, length, true);
      blocks[index] = known;
    }
    return known;
  }

  private synchronized ByteBuffer part(long offset, int length) {
    return parts
        .computeIfAbsent(offset, at -> new HashMap<>())
        .computeIfAbsent(length, bytes -> uninterrupted(offset, bytes, false));
  }

  /** Reads a part; a thread that was interrupted reads all the same, and stays interrupted. */
  private ByteBuffer uninterrupted(long offset, int length, boolean small) {
    if (closed) {
      throw new IllegalStateException(name + ": is closed");
    }
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return read(offset, length, small);
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
          release();
        }
      }
    } catch (IOException e) {
      check();
      throw new UncheckedIOException(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private ByteBuffer read(long offset, int length, boolean small) throws IOException {
    FileChannel channel = open;
    if (channel == null) {
      channel = FileChannel.open(path, StandardOpenOption.READ);
      open = channel;
    }
    FileChannel from = channel;
    PrivateMemory.Filling filling =
        (target, at) -> {
          while (target.hasRemaining()) {
            if (from.read(target, offset + at + target.position()) < 0) {
              throw changed();
            }
          }
        };
    ByteBuffer bytes =
        small
            ? PrivateMemory.readSmall(length, filling)
            : PrivateMemory.read(name, length, filling);
    check();
    return bytes;
  }

  /**
   * Fails where the file is no longer what it was when it was opened.
   *
   * @throws FileChangedException if it is not
   */
  void check() {
    if (!stamp.isPresent()) {
      throw changed();
    }
  }

  private FileChangedException changed() {
    return new FileChangedException(name);
  }

  /** Closes the file and keeps what was read; another part opens it again. */
  synchronized void release() throws IOException {
    if (open != null) {
      open.close();
      open = null;
    }
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    parts.clear();
    Arrays.fill(blocks, null);
    release();
  }
}
