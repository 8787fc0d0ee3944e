package dev.tenon.data.sets;

import dev.tenon.internal.options.Setters;
import dev.tenon.internal.text.Names;
import java.util.List;

/**
 * The arguments of Keras' {@code california_housing.load_data}: {@code
 * californiaHousing().version("small")}.
 *
 * @param version {@code large} (the default) for all 20,640 samples, {@code small} for the first
 *     600
 * @param testSplit the fraction of the test part, from 0 to less than 1; 0.2 by default
 * @param seed the seed of the shuffle before the split; 113 by default
 */
@Setters
public record CaliforniaHousingOptions(String version, double testSplit, long seed)
    implements CaliforniaHousingOptionsSetters {
  private static final List<String> VERSIONS = List.of("small", "large");

  /**
   * Checks the version and the fraction.
   *
   * @throws IllegalArgumentException if the version is unknown or {@code testSplit} is out of range
   */
  public CaliforniaHousingOptions {
    if (!VERSIONS.contains(version)) {
      throw new IllegalArgumentException(Names.unknown("version", version, VERSIONS));
    }
    ShuffledSplit.check(testSplit);
  }

  /** Returns Keras' default arguments. */
  public static CaliforniaHousingOptions californiaHousing() {
    return new CaliforniaHousingOptions("large", 0.2, 113);
  }
}
