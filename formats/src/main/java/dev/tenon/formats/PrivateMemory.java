package dev.tenon.formats;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Memory for what is read from files: small pieces on the heap, large ones outside it, and beyond a
 * share in a file of Tenon's own.
 *
 * <p>Java bounds the memory outside its heap by {@code -Xmx} too. Models may take a quarter of it;
 * what is more goes into a temporary file without a name, which is mapped, and which nobody else
 * can cut short.
 */
final class PrivateMemory {
  private static final int SHARE = 4;

  /** How often unused memory outside the heap is looked for, and for how long. */
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(5);

  private static final int LOOKS = 20;

  private static final Cleaner CLEANER = Cleaner.create();
  private static final AtomicLong HELD = new AtomicLong();
  private static final AtomicLong COLLECTED = new AtomicLong(System.nanoTime() - PAUSE);

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

  /** Returns memory on the heap, where what is unused is found soon, with a content. */
  static ByteBuffer readSmall(int length, Filling filling) throws IOException {
    return filled(ByteBuffer.allocate(length), filling);
  }

  /**
   * Returns memory outside the heap with a content.
   *
   * @param name names the file in messages
   * @throws IOException if the content cannot be read, or no place is left
   */
  static ByteBuffer read(String name, int length, Filling filling) throws IOException {
    ByteBuffer memory = outside(length);
    return memory == null ? SpillFile.read(name, length, filling) : filled(memory, filling);
  }

  private static ByteBuffer filled(ByteBuffer memory, Filling filling) throws IOException {
    filling.fill(memory, 0);
    return memory.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns memory outside the heap; null if models have their share of it. */
  private static @Nullable ByteBuffer outside(int length) {
    long most = Runtime.getRuntime().maxMemory() / SHARE;
    if (length > most || (HELD.get() + length > most && !collect(most - length))) {
      return null;
    }
    try {
      ByteBuffer buffer = ByteBuffer.allocateDirect(length);
      HELD.addAndGet(length);
      CLEANER.register(buffer, () -> HELD.addAndGet(-length));
      return buffer;
    } catch (OutOfMemoryError e) {
      return null;
    }
  }

  /**
   * Frees what models that are gone have left; memory outside the heap does not start a collection
   * by itself.
   *
   * @param enough how much may be held afterwards
   */
  private static boolean collect(long enough) {
    long last = COLLECTED.get();
    if (System.nanoTime() - last >= PAUSE && COLLECTED.compareAndSet(last, System.nanoTime())) {
      System.gc();
      for (int i = 0; i < LOOKS && HELD.get() > enough; i++) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
    }
    return HELD.get() <= enough;
  }
}
