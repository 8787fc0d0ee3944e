package dev.tenon.internal.data;

import java.util.Arrays;
import java.util.SplittableRandom;

/** The order of samples in one pass. */
public final class SampleOrder {
  private SampleOrder() {}

  /** Returns the same generator for the same seed and pass, another one for another pass. */
  public static SplittableRandom random(long seed, int epoch) {
    return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + epoch);
  }

  /** Returns the numbers from 0 in order. */
  public static int[] plain(int size) {
    int[] order = new int[size];
    Arrays.setAll(order, i -> i);
    return order;
  }

  /** Returns the numbers from 0 in a random order. */
  public static int[] shuffled(int size, long seed, int epoch) {
    int[] order = plain(size);
    SplittableRandom random = random(seed, epoch);
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  }
}
