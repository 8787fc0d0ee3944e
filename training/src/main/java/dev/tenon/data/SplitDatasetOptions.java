package dev.tenon.data;

import org.jspecify.annotations.Nullable;

/**
 * How {@link Dataset#splitDataset} cuts a data set; Keras' arguments, with its defaults.
 *
 * <p>Written as {@code splitDataset().leftSize(0.8)}.
 *
 * @param leftSize the samples of the left part: an Integer, a Double for their share, or null for
 *     those that the right part leaves
 * @param rightSize the samples of the right part, likewise
 * @param shuffle whether the samples are shuffled first
 * @param seed what the order follows from; null for another order each time
 */
public record SplitDatasetOptions(
    @Nullable Number leftSize, @Nullable Number rightSize, boolean shuffle, @Nullable Long seed) {
  /** Returns Keras' defaults. */
  public static SplitDatasetOptions splitDataset() {
    return new SplitDatasetOptions(null, null, false, null);
  }

  /** Sets Keras' {@code left_size} as a number of samples. */
  public SplitDatasetOptions leftSize(int samples) {
    return new SplitDatasetOptions(samples, rightSize, shuffle, seed);
  }

  /** Sets Keras' {@code left_size} as a share between 0 and 1. */
  public SplitDatasetOptions leftSize(double share) {
    return new SplitDatasetOptions(share, rightSize, shuffle, seed);
  }

  /** Sets Keras' {@code right_size} as a number of samples. */
  public SplitDatasetOptions rightSize(int samples) {
    return new SplitDatasetOptions(leftSize, samples, shuffle, seed);
  }

  /** Sets Keras' {@code right_size} as a share between 0 and 1. */
  public SplitDatasetOptions rightSize(double share) {
    return new SplitDatasetOptions(leftSize, share, shuffle, seed);
  }

  /** Sets Keras' {@code shuffle}; false. */
  public SplitDatasetOptions shuffle(boolean newShuffle) {
    return new SplitDatasetOptions(leftSize, rightSize, newShuffle, seed);
  }

  /** Sets Keras' {@code seed}. */
  public SplitDatasetOptions seed(long newSeed) {
    return new SplitDatasetOptions(leftSize, rightSize, shuffle, newSeed);
  }
}
