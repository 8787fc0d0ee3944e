package dev.tenon.internal.data;

import dev.tenon.random.NumpyRandom;

/**
 * Python's {@code random.Random}: the generator of {@link NumpyRandom}, seeded and drawn from in
 * Python's way.
 *
 * @see <a href="https://github.com/python/cpython/blob/3.11/Lib/random.py">CPython: random.py</a>
 */
public final class PythonRandom {
  private final NumpyRandom bits;

  /** Starts from a seed, as {@code random.seed(seed)}; its sign does not count. */
  public PythonRandom(long seed) {
    long size = Math.abs(seed);
    int high = (int) (size >>> Integer.SIZE);
    bits = new NumpyRandom(high == 0 ? new int[] {(int) size} : new int[] {(int) size, high});
  }

  /** Shuffles in place, as {@code random.shuffle}. */
  public void shuffle(int[] array) {
    for (int i = array.length - 1; i > 0; i--) {
      int j = below(i + 1);
      int kept = array[i];
      array[i] = array[j];
      array[j] = kept;
    }
  }

  /** Returns a number from 0 (inclusive) to {@code end} (exclusive). */
  private int below(int end) {
    int unused = Integer.numberOfLeadingZeros(end);
    int drawn;
    do {
      drawn = bits.nextBits() >>> unused;
    } while (drawn >= end || drawn < 0);
    return drawn;
  }
}
