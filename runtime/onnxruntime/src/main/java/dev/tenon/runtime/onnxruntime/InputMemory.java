package dev.tenon.runtime.onnxruntime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory outside the heap for the inputs of one run, which later runs use again.
 *
 * <p>What is allocated for each run is garbage that a collection has to find and to free, and a
 * small model runs ten thousand times a second.
 */
final class InputMemory {
  /**
   * The bytes that are kept for a run: one with larger inputs takes longer than to allocate them.
   */
  static final int MOST = 1 << 18;

  private static final int LEAST = 1 << 12;
  private static final int RUNS = 16;

  /** Vectors of all processors may lie at multiples of it. */
  private static final int ALIGNMENT = 64;

  private static final ByteBuffer NONE = aligned(0, 0);

  private ByteBuffer memory = NONE;
  private int used;

  /** Returns a copy of some bytes, good until {@link #clear}. */
  ByteBuffer copy(ByteBuffer bytes) {
    int count = bytes.remaining();
    if (count > MOST - used) {
      return own(bytes);
    }
    if (used + count > memory.capacity()) {
      // What was given before keeps the smaller one; soon a run has room for all.
      memory = aligned(LEAST, used + count);
      used = 0;
    }
    ByteBuffer part = memory.slice(used, count).order(ByteOrder.LITTLE_ENDIAN);
    used += Math.min(memory.capacity() - used, (count + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    return part.put(bytes).flip();
  }

  /** Returns a copy that nobody else uses. */
  static ByteBuffer own(ByteBuffer bytes) {
    return fresh(bytes.remaining()).put(bytes).flip();
  }

  private static ByteBuffer aligned(int least, int count) {
    int capacity = least;
    while (capacity < count) {
      capacity *= 2;
    }
    return fresh(capacity + ALIGNMENT).alignedSlice(ALIGNMENT).slice(0, capacity);
  }

  private static ByteBuffer fresh(int count) {
    return ByteBuffer.allocateDirect(count).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Says that the run has ended. */
  void clear() {
    used = 0;
  }

  /** Returns a store of memory for the runs of one session. */
  static Spares<InputMemory> spares() {
    return new Spares<>(InputMemory::new, memory -> {}, RUNS);
  }
}
