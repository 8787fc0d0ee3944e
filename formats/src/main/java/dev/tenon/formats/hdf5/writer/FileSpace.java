package dev.tenon.formats.hdf5.writer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that grows at its end, block after block.
 *
 * <p>Every block starts at a multiple of 8 bytes. Small blocks are collected; no more than {@link
 * #PIECE} bytes of a large one are copied at once, whatever memory it lies in.
 */
final class FileSpace implements AutoCloseable {
  private static final int PIECE = 1 << 20;

  private final FileChannel channel;
  private final ByteBuffer collected = ByteBuffer.allocate(PIECE);

  /** Where the collected blocks belong. */
  private long flushed;

  private long end;

  private FileSpace(FileChannel channel) {
    this.channel = channel;
  }

  static FileSpace create(Path path) throws IOException {
    return new FileSpace(
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING));
  }

  /** Returns a little-endian buffer of zeros. */
  static ByteBuffer block(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns the next multiple of 8. */
  static int aligned(int size) {
    return Math.addExact(size, 7) & ~7;
  }

  /** Returns where the next block will start, which is also the file's length. */
  long end() {
    return end;
  }

  /** Adds a block and returns its address. */
  long append(ByteBuffer block) throws IOException {
    long address = end;
    put(block.duplicate());
    put(ByteBuffer.allocate((int) (-end & 7)));
    return address;
  }

  /** Keeps room for a block that is still to be filled in, and returns its address. */
  long reserve(long size) throws IOException {
    flush();
    long address = end;
    end += (size + 7) & -8;
    flushed = end;
    return address;
  }

  /** Fills in a block that was reserved. */
  void fill(long address, ByteBuffer block) throws IOException {
    write(block.duplicate(), address);
  }

  private void put(ByteBuffer bytes) throws IOException {
    int size = bytes.remaining();
    if (size > collected.remaining()) {
      flush();
    }
    if (size > collected.remaining()) {
      write(bytes, end);
      flushed = end + size;
    } else {
      collected.put(bytes);
    }
    end += size;
  }

  private void flush() throws IOException {
    write(collected.flip(), flushed);
    collected.clear();
    flushed = end;
  }

  private void write(ByteBuffer bytes, long address) throws IOException {
    long at = address;
    while (bytes.hasRemaining()) {
      // The JVM copies what lies on the heap, and keeps the copy's memory for the thread.
      ByteBuffer piece = bytes.slice(bytes.position(), Math.min(PIECE, bytes.remaining()));
      int written = channel.write(piece, at);
      at += written;
      bytes.position(bytes.position() + written);
    }
  }

  /** Writes what was collected. */
  void finish() throws IOException {
    flush();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
