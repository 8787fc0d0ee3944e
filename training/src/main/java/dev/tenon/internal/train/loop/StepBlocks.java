package dev.tenon.internal.train.loop;

/**
 * How many batches a fit learns from in one call of the engine.
 *
 * <p>An engine that takes several steps in one run copies the samples of a run while the one before
 * goes on, if it is asked for several runs at once. That gains where batches are there at once and
 * steps are short; else the engine waits for batches, or others wait long for the engine.
 */
final class StepBlocks {
  /** So many runs are asked for at once. */
  static final int RUNS = 8;

  /** Batches of more bytes than this together are not taken at once. */
  static final long MOST_BYTES = 64 << 20;

  /** Batches of array rows take less: their rows are only chosen. */
  private static final long QUICK_NANOS = 20_000;

  /** A step that takes longer gains nothing. */
  private static final long SHORT_NANOS = 2_000_000;

  private boolean isQuick;
  private boolean isShort;

  /**
   * Returns how many batches to learn from.
   *
   * @param together how many steps the engine takes in one run
   */
  int wanted(int together) {
    return together > 1 && isQuick && isShort ? RUNS * together : together;
  }

  /** Notes how long the last batches took to come. */
  void collected(int batches, long nanos) {
    isQuick = nanos < batches * QUICK_NANOS;
  }

  /** Notes how long the engine took to learn from them. */
  void learned(int batches, long nanos) {
    isShort = nanos < batches * SHORT_NANOS;
  }

  /**
   * Says whether these batches are to be learned from, before others are taken.
   *
   * @param count how many there are, at least one
   * @param bytes how much memory they take
   * @param nanos how long they took to come
   * @param together how many steps the engine takes in one run
   */
  static boolean isFull(int count, long bytes, long nanos, int together) {
    if (bytes >= MOST_BYTES) {
      return true;
    }
    // Whole runs only, as far as that goes: what is left of one is taken in single steps.
    return together > 1
        && count % together == 0
        && (bytes / count * (count + together) > MOST_BYTES || nanos >= count * QUICK_NANOS);
  }
}
