package dev.tenon.tokenizers.internal.model;

/** The pairs of tokens that become one, by rank. */
final class MergeTable {
  private final LongIntMap ranks;
  private final int[] results;

  MergeTable(int size) {
    ranks = new LongIntMap(size);
    results = new int[size];
  }

  void put(int rank, int left, int right, int result) {
    ranks.put((long) left << 32 | right, rank);
    results[rank] = result;
  }

  /** Returns the rank of a pair, or −1. */
  int rank(int left, int right) {
    return ranks.get((long) left << 32 | right);
  }

  int result(int rank) {
    return results[rank];
  }
}
