package dev.tenon.formats;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A mapped file of any size.
 *
 * <p>Java maps at most 2 GiB in one piece. Segments start at every GiB and reach nearly 2 GiB, so
 * any part of up to 1 GiB lies within one of them; a longer part is mapped on its own. Few mappings
 * are made, since the operating system bounds their number.
 */
final class MappedRegions implements Source.Regions {
  private static final int STEP = 1 << 30;

  private final FileChannel channel;
  private final long size;
  private final @Nullable ByteBuffer[] segments;

  private MappedRegions(FileChannel channel, long size) {
    this.channel = channel;
    this.size = size;
    this.segments = new @Nullable ByteBuffer[(int) (size / STEP) + 1];
  }

  static Source.Regions open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    boolean keep = false;
    try {
      MappedRegions regions = new MappedRegions(channel, channel.size());
      if (regions.size < Integer.MAX_VALUE) {
        regions.segment(0);
      } else {
        keep = true;
      }
      return regions;
    } finally {
      if (!keep) {
        channel.close();
      }
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public ByteBuffer slice(long offset, int length) {
    try {
      int index = size < Integer.MAX_VALUE ? 0 : (int) (offset / STEP);
      long start = (long) index * STEP;
      if (offset + length - start > Integer.MAX_VALUE) {
        return channel.map(FileChannel.MapMode.READ_ONLY, offset, length);
      }
      return segment(index).slice((int) (offset - start), length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ByteBuffer segment(int index) throws IOException {
    synchronized (segments) {
      ByteBuffer segment = segments[index];
      if (segment == null) {
        long start = (long) index * STEP;
        long length = Math.min(Integer.MAX_VALUE, size - start);
        segment = channel.map(FileChannel.MapMode.READ_ONLY, start, length);
        segments[index] = segment;
      }
      return segment;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
