package dev.tenon.runtime.tensorflow.graph;

import java.util.List;

/** Permutations of axes, and lists of attributes as arrays. */
public final class Axes {
  private Axes() {}

  /** Returns the permutation that exchanges two axes; it is its own inverse. */
  public static int[] swap(int rank, int a, int b) {
    int[] perm = identity(rank);
    perm[a] = b;
    perm[b] = a;
    return perm;
  }

  static int[] identity(int rank) {
    int[] perm = new int[rank];
    for (int i = 0; i < rank; i++) {
      perm[i] = i;
    }
    return perm;
  }

  /** Returns the permutation from (batch, channels, spatial…) to (batch, spatial…, channels). */
  public static int[] toChannelsLast(int rank) {
    int[] perm = new int[rank];
    for (int i = 1; i < rank - 1; i++) {
      perm[i] = i + 1;
    }
    perm[rank - 1] = 1;
    return perm;
  }

  /** Returns the permutation from (batch, spatial…, channels) to (batch, channels, spatial…). */
  public static int[] toChannelsFirst(int rank) {
    int[] perm = new int[rank];
    perm[1] = rank - 1;
    for (int i = 2; i < rank; i++) {
      perm[i] = i - 1;
    }
    return perm;
  }

  public static long[] longs(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  /** Returns the positions from {@code from} (included) to {@code to} (excluded). */
  public static long[] between(int from, int to) {
    long[] axes = new long[to - from];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = (long) from + i;
    }
    return axes;
  }
}
