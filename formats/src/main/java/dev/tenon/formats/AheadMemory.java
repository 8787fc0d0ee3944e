package dev.tenon.formats;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Memory for the large parts of one file, made ahead by another thread: new memory is filled with
 * zeros and touched for the first time, which takes longer than reading into it.
 *
 * <p>Parts are cut from blocks, of which one is made ahead; a block is freed with its last part.
 */
final class AheadMemory {
  /** Files from this size on are worth another thread. */
  private static final long LEAST_FILE = 8L << 20;

  private static final int MOST_BLOCK = 32 << 20;

  private static final int BLOCKS_A_FILE = 4;

  private final int size;
  private @Nullable ByteBuffer block;
  private @Nullable CompletableFuture<@Nullable ByteBuffer> next;

  /**
   * Starts to make the first block.
   *
   * @param fileSize the bytes of the file
   */
  AheadMemory(long fileSize) {
    this.size = fileSize < LEAST_FILE ? 0 : (int) Math.min(MOST_BLOCK, fileSize / BLOCKS_A_FILE);
    if (size > 0) {
      ahead();
    }
  }

  private void ahead() {
    next = CompletableFuture.supplyAsync(() -> PrivateMemory.outside(size));
  }

  /** Returns memory of a length; null where the caller must make it himself. */
  synchronized @Nullable ByteBuffer take(int length) {
    if (length > size / 2) {
      return null;
    }
    ByteBuffer from = block;
    if (from == null || from.remaining() < length) {
      CompletableFuture<@Nullable ByteBuffer> made = next;
      from = made == null ? null : made.join();
      block = from;
      if (from == null) {
        next = null;
        return null;
      }
      ahead();
    }
    ByteBuffer part = from.slice(from.position(), length);
    from.position(from.position() + length);
    return part;
  }

  /** Gives back what is made ahead; nothing more is taken. */
  synchronized void release() {
    block = null;
    next = null;
  }
}
