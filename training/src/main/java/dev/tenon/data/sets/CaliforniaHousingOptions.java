package dev.tenon.data.sets;

import dev.tenon.error.Names;
import dev.tenon.internal.options.Setters;
import java.util.List;

/**
 * How {@link CaliforniaHousing} is loaded; Keras' arguments, with its defaults.
 *
 * <p>Written as {@code californiaHousing().version("small")}.
 *
 * @param version {@code large} for all 20,640 samples, {@code small} for the first 600; large
 * @param testSplit the share of the samples in the test part, from 0 to below 1; 0.2
 * @param seed the order of the samples, before they are cut; 113
 */
@Setters
public record CaliforniaHousingOptions(String version, double testSplit, long seed)
    implements CaliforniaHousingOptionsSetters {
  private static final List<String> VERSIONS = List.of("small", "large");

  /** Checks the version and the share. */
  public CaliforniaHousingOptions {
    if (!VERSIONS.contains(version)) {
      throw new IllegalArgumentException(Names.unknown("version", version, VERSIONS));
    }
    ShuffledSplit.check(testSplit);
  }

  /** Returns Keras' defaults. */
  public static CaliforniaHousingOptions californiaHousing() {
    return new CaliforniaHousingOptions("large", 0.2, 113);
  }
}
