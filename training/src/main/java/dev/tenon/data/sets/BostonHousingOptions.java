package dev.tenon.data.sets;

import dev.tenon.internal.options.Setters;

/**
 * How {@link BostonHousing} is loaded; Keras' arguments, with its defaults.
 *
 * <p>Written as {@code bostonHousing().testSplit(0.1)}.
 *
 * @param testSplit the share of the samples in the test part, from 0 to below 1; 0.2
 * @param seed the order of the samples, before they are cut; 113
 */
@Setters
public record BostonHousingOptions(double testSplit, long seed)
    implements BostonHousingOptionsSetters {
  /** Checks the share. */
  public BostonHousingOptions {
    ShuffledSplit.check(testSplit);
  }

  /** Returns Keras' defaults. */
  public static BostonHousingOptions bostonHousing() {
    return new BostonHousingOptions(0.2, 113);
  }
}
