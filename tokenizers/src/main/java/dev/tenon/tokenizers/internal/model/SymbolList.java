package dev.tenon.tokenizers.internal.model;

import java.util.Arrays;
import java.util.PriorityQueue;

/** The symbols of a word while pairs of them are merged. */
final class SymbolList {
  /** Words of more symbols are merged by a heap. */
  private static final int SHORT = 24;

  private int[] ids;
  private int[] lengths;
  private int[] bytes;
  private int size;

  SymbolList(int capacity) {
    ids = new int[capacity];
    lengths = new int[capacity];
    bytes = new int[capacity];
  }

  /** Appends a symbol with its number of code points and of bytes. */
  void add(int id, int length, int byteCount) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, size * 2 + 4);
      lengths = Arrays.copyOf(lengths, size * 2 + 4);
      bytes = Arrays.copyOf(bytes, size * 2 + 4);
    }
    ids[size] = id;
    lengths[size] = length;
    bytes[size++] = byteCount;
  }

  int size() {
    return size;
  }

  int id(int index) {
    return ids[index];
  }

  int length(int index) {
    return lengths[index];
  }

  int bytes(int index) {
    return bytes[index];
  }

  /** Merges the pair of the lowest rank, of equal ones the first, until none is left. */
  void merge(MergeTable merges) {
    if (size > SHORT) {
      mergeByHeap(merges);
      return;
    }
    int[] ranks = new int[size];
    for (int i = 0; i + 1 < size; i++) {
      ranks[i] = merges.rank(ids[i], ids[i + 1]);
    }
    while (size > 1) {
      int best = -1;
      for (int i = 0; i + 1 < size; i++) {
        if (ranks[i] >= 0 && (best < 0 || ranks[i] < ranks[best])) {
          best = i;
        }
      }
      if (best < 0) {
        return;
      }
      join(best, best + 1, merges.result(ranks[best]));
      int tail = size - best - 2;
      System.arraycopy(ids, best + 2, ids, best + 1, tail);
      System.arraycopy(lengths, best + 2, lengths, best + 1, tail);
      System.arraycopy(bytes, best + 2, bytes, best + 1, tail);
      System.arraycopy(ranks, best + 2, ranks, best + 1, tail);
      size--;
      if (best + 1 < size) {
        ranks[best] = merges.rank(ids[best], ids[best + 1]);
      }
      if (best > 0) {
        ranks[best - 1] = merges.rank(ids[best - 1], ids[best]);
      }
    }
  }

  private void join(int left, int right, int id) {
    ids[left] = id;
    lengths[left] += lengths[right];
    bytes[left] += bytes[right];
  }

  private void mergeByHeap(MergeTable merges) {
    int[] previous = new int[size];
    int[] next = new int[size];
    boolean[] gone = new boolean[size];
    PriorityQueue<Long> queue = new PriorityQueue<>();
    for (int i = 0; i < size; i++) {
      previous[i] = i - 1;
      next[i] = i + 1;
      offer(queue, merges, i, i + 1);
    }
    while (!queue.isEmpty()) {
      long top = queue.remove();
      int rank = (int) (top >>> 32);
      int left = (int) top;
      int right = next[left];
      if (gone[left] || right >= size || merges.rank(ids[left], ids[right]) != rank) {
        continue;
      }
      join(left, right, merges.result(rank));
      gone[right] = true;
      next[left] = next[right];
      if (next[left] < size) {
        previous[next[left]] = left;
      }
      offer(queue, merges, left, next[left]);
      if (previous[left] >= 0) {
        offer(queue, merges, previous[left], left);
      }
    }
    compact(gone);
  }

  private void offer(PriorityQueue<Long> queue, MergeTable merges, int left, int right) {
    int rank = right < size ? merges.rank(ids[left], ids[right]) : -1;
    if (rank >= 0) {
      queue.add((long) rank << 32 | left);
    }
  }

  private void compact(boolean[] gone) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (!gone[i]) {
        ids[kept] = ids[i];
        lengths[kept] = lengths[i];
        bytes[kept++] = bytes[i];
      }
    }
    size = kept;
  }
}
