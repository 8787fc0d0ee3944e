package dev.tenon.data.sets;

/**
 * How {@link BostonHousing} is loaded; Keras' arguments, with its defaults.
 *
 * <p>Written as {@code bostonHousing().testSplit(0.1)}.
 *
 * @param testSplit the share of the samples in the test part, from 0 to below 1; 0.2
 * @param seed the order of the samples, before they are cut; 113
 */
public record BostonHousingOptions(double testSplit, long seed) {
  /** Checks the share. */
  public BostonHousingOptions {
    ShuffledSplit.checked(testSplit);
  }

  /** Returns Keras' defaults. */
  public static BostonHousingOptions bostonHousing() {
    return new BostonHousingOptions(0.2, 113);
  }

  /** Sets Keras' {@code test_split}. */
  public BostonHousingOptions testSplit(double newTestSplit) {
    return new BostonHousingOptions(newTestSplit, seed);
  }

  /** Sets Keras' {@code seed}. */
  public BostonHousingOptions seed(long newSeed) {
    return new BostonHousingOptions(testSplit, newSeed);
  }
}
