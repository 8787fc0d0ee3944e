package dev.tenon.formats.download;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The right to write one file of the cache, held by one thread of one process.
 *
 * <p>The lock's file stays: to delete it would let two others lock two files of the same name.
 */
final class TargetLock implements AutoCloseable {
  /** The lock of a file holds between processes only: threads of this one need their own. */
  private static final Map<Path, ReentrantLock> INSIDE = new ConcurrentHashMap<>();

  private final ReentrantLock inside;
  private final FileChannel channel;

  private TargetLock(ReentrantLock inside, FileChannel channel) {
    this.inside = inside;
    this.channel = channel;
  }

  /** Waits until nobody else writes the target. */
  static TargetLock of(Path target) throws IOException {
    Path absolute = target.toAbsolutePath().normalize();
    ReentrantLock inside = INSIDE.computeIfAbsent(absolute, path -> new ReentrantLock());
    inside.lock();
    try {
      Path path = absolute.resolveSibling("." + absolute.getFileName() + ".lock");
      FileChannel channel =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      try {
        // Closing the channel gives it back, as the end of the process does.
        channel.lock();
        return new TargetLock(inside, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      inside.unlock();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      inside.unlock();
    }
  }
}
