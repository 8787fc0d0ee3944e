package dev.tenon.formats;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Memory for what is read from files: outside the heap, and beyond a share of it in a file of
 * Tenon's own.
 *
 * <p>Java bounds the memory outside its heap by {@code -Xmx} too. Models may take a quarter of it;
 * what is more goes into a temporary file without a name, which is mapped, and which nobody else
 * can cut short.
 */
final class PrivateMemory {
  /** Pieces up to this size are never worth a place in a file. */
  private static final int SMALL = 1 << 20;

  private static final int SHARE = 4;

  private static final Cleaner CLEANER = Cleaner.create();
  private static final AtomicLong HELD = new AtomicLong();

  private PrivateMemory() {}

  /** Fills memory with a part of a file. */
  @FunctionalInterface
  interface Filling {
    /**
     * Fills a buffer from its position to its limit.
     *
     * @param at the place in the part where the buffer's first byte comes from
     */
    void fill(ByteBuffer target, long at) throws IOException;
  }

  /**
   * Returns new memory with a content.
   *
   * @param name names the file in messages
   * @throws IOException where the content cannot be read, or no place is left
   */
  static ByteBuffer read(String name, int length, Filling filling) throws IOException {
    ByteBuffer direct = direct(length);
    if (direct == null) {
      return SpillFile.read(name, length, filling);
    }
    filling.fill(direct, 0);
    return direct.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns memory outside the heap; null where models have their share of it. */
  private static @Nullable ByteBuffer direct(int length) {
    if (length > SMALL
        && HELD.get() + length > Runtime.getRuntime().maxMemory() / SHARE) {
      return null;
    }
    try {
      ByteBuffer buffer = ByteBuffer.allocateDirect(length);
      if (length > SMALL) {
        HELD.addAndGet(length);
        CLEANER.register(buffer, () -> HELD.addAndGet(-length));
      }
      return buffer;
    } catch (OutOfMemoryError e) {
      return null;
    }
  }
}
