package dev.tenon.tuning.split;

import dev.tenon.internal.options.Setters;
import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.numpy.RandomStates;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A k-fold cross-validator; the folds are scikit-learn's.
 *
 * @param nSplits the number of folds, at least 2; scikit-learn's default is 5
 * @param shuffle whether the samples are shuffled first; false by default
 * @param randomState the seed of the shuffle, from 0 to 2³² − 1; null for a random one
 * @see <a
 *     href="https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.KFold.html">scikit-learn:
 *     KFold</a>
 */
@Setters
public record KFold(int nSplits, boolean shuffle, @Nullable Long randomState)
    implements CrossValidator, KFoldSetters {
  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if {@code nSplits} is less than 2 or {@code randomState} is
   *     set without {@code shuffle}
   */
  public KFold {
    Folds.check(nSplits, shuffle, randomState);
  }

  /**
   * Creates folds without a shuffle.
   *
   * @param nSplits the number of folds, at least 2
   */
  public KFold(int nSplits) {
    this(nSplits, false, null);
  }

  /** Returns a copy with a shuffle of this seed. */
  @Override
  public KFold randomState(long seed) {
    return new KFold(nSplits, true, seed);
  }

  @Override
  public List<Split> split(Tensor x, Tensor y) {
    int samples = Math.toIntExact(x.dim(0));
    if (nSplits > samples) {
      throw new IllegalArgumentException(
          "nSplits of " + nSplits + " is more than the " + samples + " samples");
    }
    int[] order = new int[samples];
    Arrays.setAll(order, i -> i);
    if (shuffle) {
      RandomStates.of(randomState).shuffle(order);
    }
    int[] foldOf = new int[samples];
    int at = 0;
    for (int fold = 0; fold < nSplits; fold++) {
      // The first folds take what does not divide evenly.
      int size = samples / nSplits + (fold < samples % nSplits ? 1 : 0);
      for (int i = 0; i < size; i++) {
        foldOf[order[at++]] = fold;
      }
    }
    return Folds.splits(foldOf, nSplits);
  }
}
