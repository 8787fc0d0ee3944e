package dev.tenon.internal.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * The bytes of a file, opened anew for each block: a pass over data that is left in its middle
 * keeps no file open, and nobody has to close it.
 */
public final class ReopeningInputStream extends InputStream {
  private static final int BLOCK = 1 << 18;

  private final Path path;
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK).limit(0);
  private long position;

  /** Opens the file once, so that a file that is not there is noticed here. */
  public ReopeningInputStream(Path path) throws IOException {
    this.path = path;
    fill();
  }

  private boolean fill() throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      block.clear();
      int count = channel.read(block, position);
      block.flip();
      position += Math.max(count, 0);
      return count > 0;
    }
  }

  @Override
  public int read() throws IOException {
    return block.hasRemaining() || fill() ? block.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (!block.hasRemaining() && !fill()) {
      return -1;
    }
    int count = Math.min(length, block.remaining());
    block.get(into, offset, count);
    return count;
  }
}
