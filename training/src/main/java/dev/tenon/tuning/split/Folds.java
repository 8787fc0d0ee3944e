package dev.tenon.tuning.split;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the ways to fold have in common. */
final class Folds {
  private Folds() {}

  static void check(int nSplits, boolean shuffle, @Nullable Long randomState) {
    if (nSplits < 2) {
      throw new IllegalArgumentException("nSplits must be at least 2, received " + nSplits);
    }
    if (!shuffle && randomState != null) {
      throw new IllegalArgumentException(
          "randomState has no effect where shuffle is false: leave it out, or shuffle");
    }
  }

  /** Returns a split for each fold, with the samples of both parts in their own order. */
  static List<Split> splits(int[] foldOf, int nSplits) {
    List<Split> splits = new ArrayList<>();
    for (int fold = 0; fold < nSplits; fold++) {
      int held = fold;
      splits.add(
          new Split(
              IntStream.range(0, foldOf.length).filter(i -> foldOf[i] != held).toArray(),
              IntStream.range(0, foldOf.length).filter(i -> foldOf[i] == held).toArray()));
    }
    return splits;
  }
}
