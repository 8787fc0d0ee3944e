package dev.tenon.data.sets;

import dev.tenon.formats.Source;
import dev.tenon.formats.download.Download;
import dev.tenon.formats.download.FileCache;
import java.io.IOException;
import java.util.List;

/**
 * Median house prices of 20,640 districts of California, from the census of 1990.
 *
 * <p>{@code x}: float32 (samples, 8), the columns in {@link #FEATURE_NAMES}. {@code y}: float32
 * (samples), the median price in dollars, mostly 25,000 to 500,000.
 *
 * @see <a href="https://keras.io/api/datasets/california_housing/">Keras: California Housing price
 *     regression dataset</a>
 */
public final class CaliforniaHousing {
  /** What the columns are, by their names in the StatLib library. */
  public static final List<String> FEATURE_NAMES =
      List.of(
          "MedInc",
          "HouseAge",
          "AveRooms",
          "AveBedrms",
          "Population",
          "AveOccup",
          "Latitude",
          "Longitude");

  private static final int SMALL = 600;

  static final Download FILE =
      Origins.keras(
          "california_housing.npz",
          "1a2e3a52e0398de6463aebe6f4a8da34fb21fbb6b934cf88c3425e766f2a1a6f");

  private CaliforniaHousing() {}

  /**
   * Returns the data with Keras' defaults, which are fetched into Keras' cache folder (743 kB)
   * where they are not there.
   *
   * @throws IOException where the file cannot be had
   */
  public static TrainTest load() throws IOException {
    return load(CaliforniaHousingOptions.californiaHousing());
  }

  /**
   * Returns the data.
   *
   * @throws IOException where the file cannot be had
   */
  public static TrainTest load(CaliforniaHousingOptions options) throws IOException {
    return load(options, Origins.cache(Origins.FOLDER));
  }

  /** Returns the data from a cache of the caller's. */
  public static TrainTest load(CaliforniaHousingOptions options, FileCache cache)
      throws IOException {
    try (Source source = Source.of(cache.fetch(FILE))) {
      return read(source, options);
    }
  }

  static TrainTest read(Source source, CaliforniaHousingOptions options) {
    int most = options.version().equals("small") ? SMALL : Integer.MAX_VALUE;
    return ShuffledSplit.read(source, most, options.testSplit(), options.seed());
  }
}
