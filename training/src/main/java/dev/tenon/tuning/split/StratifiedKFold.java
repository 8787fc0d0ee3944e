package dev.tenon.tuning.split;

import dev.tenon.internal.options.Setters;
import dev.tenon.random.NumpyRandom;
import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.numpy.RandomStates;
import dev.tenon.tuning.numpy.UniqueLabels;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A k-fold cross-validator that keeps the proportions of classes in each fold; the folds are
 * scikit-learn's.
 *
 * @param nSplits the number of folds, at least 2; scikit-learn's default is 5
 * @param shuffle whether the samples of each class are shuffled first; false by default
 * @param randomState the seed of the shuffle, from 0 to 2³² − 1; null for a random one
 * @see <a
 *     href="https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.StratifiedKFold.html">scikit-learn:
 *     StratifiedKFold</a>
 */
@Setters
public record StratifiedKFold(int nSplits, boolean shuffle, @Nullable Long randomState)
    implements CrossValidator, StratifiedKFoldSetters {
  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if {@code nSplits} is less than 2 or {@code randomState} is
   *     set without {@code shuffle}
   */
  public StratifiedKFold {
    Folds.check(nSplits, shuffle, randomState);
  }

  /**
   * Creates folds without a shuffle.
   *
   * @param nSplits the number of folds, at least 2
   */
  public StratifiedKFold(int nSplits) {
    this(nSplits, false, null);
  }

  /** Returns a copy with a shuffle of this seed. */
  @Override
  public StratifiedKFold randomState(long seed) {
    return new StratifiedKFold(nSplits, true, seed);
  }

  @Override
  public List<Split> split(Tensor x, Tensor y) {
    if (!UniqueLabels.areClasses(y)) {
      throw new IllegalArgumentException(
          "StratifiedKFold needs one label a sample; received "
              + y.dtype().numpyName()
              + " targets of shape "
              + y.shapeString()
              + ": use KFold");
    }
    UniqueLabels labels = UniqueLabels.of(y);
    int[] codes = byAppearance(labels.codes(), labels.count());
    int[][] allocation = allocation(codes, labels.count());
    NumpyRandom random = shuffle ? RandomStates.of(randomState) : null;
    int[] foldOf = new int[codes.length];
    for (int label = 0; label < labels.count(); label++) {
      int[] folds = repeated(allocation[label]);
      if (random != null) {
        random.shuffle(folds);
      }
      int next = 0;
      for (int i = 0; i < codes.length; i++) {
        if (codes[i] == label) {
          foldOf[i] = folds[next++];
        }
      }
    }
    return Folds.splits(foldOf, nSplits);
  }

  /** Numbers classes in the order of their first sample. */
  private static int[] byAppearance(int[] codes, int count) {
    int[] rank = new int[count];
    Arrays.fill(rank, -1);
    int seen = 0;
    int[] renamed = new int[codes.length];
    for (int i = 0; i < codes.length; i++) {
      if (rank[codes[i]] < 0) {
        rank[codes[i]] = seen++;
      }
      renamed[i] = rank[codes[i]];
    }
    return renamed;
  }

  /**
   * Distributes the samples, sorted by class, over the folds and returns the count of each class
   * and fold.
   */
  private int[][] allocation(int[] codes, int count) {
    int[] sorted = codes.clone();
    Arrays.sort(sorted);
    int[][] allocation = new int[count][nSplits];
    int[] members = new int[count];
    for (int i = 0; i < sorted.length; i++) {
      allocation[sorted[i]][i % nSplits]++;
      members[sorted[i]]++;
    }
    if (Arrays.stream(members).allMatch(size -> size < nSplits)) {
      throw new IllegalArgumentException(
          "nSplits of "
              + nSplits
              + " is more than the members of every class: there are "
              + Arrays.toString(members));
    }
    return allocation;
  }

  private static int[] repeated(int[] counts) {
    int[] folds = new int[Arrays.stream(counts).sum()];
    int at = 0;
    for (int fold = 0; fold < counts.length; fold++) {
      Arrays.fill(folds, at, at + counts[fold], fold);
      at += counts[fold];
    }
    return folds;
  }
}
