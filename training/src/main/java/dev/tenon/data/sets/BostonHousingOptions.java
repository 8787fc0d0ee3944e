package dev.tenon.data.sets;

import dev.tenon.internal.options.Setters;

/**
 * The arguments of Keras' {@code boston_housing.load_data}: {@code bostonHousing().testSplit(0.1)}.
 *
 * @param testSplit the fraction of the test part, from 0 to less than 1; 0.2 by default
 * @param seed the seed of the shuffle before the split; 113 by default
 */
@Setters
public record BostonHousingOptions(double testSplit, long seed)
    implements BostonHousingOptionsSetters {
  /**
   * Checks the fraction.
   *
   * @throws IllegalArgumentException if {@code testSplit} is out of range
   */
  public BostonHousingOptions {
    ShuffledSplit.check(testSplit);
  }

  /** Returns Keras' default arguments. */
  public static BostonHousingOptions bostonHousing() {
    return new BostonHousingOptions(0.2, 113);
  }
}
