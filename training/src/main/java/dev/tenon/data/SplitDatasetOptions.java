package dev.tenon.data;

import org.jspecify.annotations.Nullable;

/**
 * The arguments of Keras' {@code split_dataset}, for {@link Dataset#splitDataset}.
 *
 * <p>{@code splitDataset().leftSize(0.8)}.
 *
 * @param leftSize the size of the left part: an Integer for samples, a Double for a fraction; null
 *     for the rest of the right part, the default
 * @param rightSize the size of the right part: an Integer for samples, a Double for a fraction;
 *     null for the rest of the left part, the default
 * @param shuffle whether the samples are shuffled first; false by default
 * @param seed the seed of the shuffle; null for a random one, the default
 */
public record SplitDatasetOptions(
    @Nullable Number leftSize, @Nullable Number rightSize, boolean shuffle, @Nullable Long seed) {
  /** Returns Keras' default arguments. */
  public static SplitDatasetOptions splitDataset() {
    return new SplitDatasetOptions(null, null, false, null);
  }

  /** Sets Keras' {@code left_size} as a number of samples. */
  public SplitDatasetOptions leftSize(int samples) {
    return new SplitDatasetOptions(samples, rightSize, shuffle, seed);
  }

  /** Sets Keras' {@code left_size} as a fraction, more than 0 and less than 1. */
  public SplitDatasetOptions leftSize(double share) {
    return new SplitDatasetOptions(share, rightSize, shuffle, seed);
  }

  /** Sets Keras' {@code right_size} as a number of samples. */
  public SplitDatasetOptions rightSize(int samples) {
    return new SplitDatasetOptions(leftSize, samples, shuffle, seed);
  }

  /** Sets Keras' {@code right_size} as a fraction, more than 0 and less than 1. */
  public SplitDatasetOptions rightSize(double share) {
    return new SplitDatasetOptions(leftSize, share, shuffle, seed);
  }

  /** Sets Keras' {@code shuffle}; false by default. */
  public SplitDatasetOptions shuffle(boolean newShuffle) {
    return new SplitDatasetOptions(leftSize, rightSize, newShuffle, seed);
  }

  /** Sets Keras' {@code seed}; random by default. */
  public SplitDatasetOptions seed(long newSeed) {
    return new SplitDatasetOptions(leftSize, rightSize, shuffle, newSeed);
  }
}
