package dev.tenon.data.sets;

import dev.tenon.formats.Source;
import dev.tenon.formats.download.Download;
import dev.tenon.formats.download.FileCache;
import java.io.IOException;
import java.util.List;

/**
 * The California housing data set: median prices of 20,640 districts, from the census of 1990.
 *
 * <p>{@code x}: float32 (16512 and 4128, 8), with the columns {@link #FEATURE_NAMES}. {@code y}:
 * float32 (16512 and 4128), the median price in dollars, mostly from 25,000 to 500,000. The counts
 * are those of the default options. The file is {@code california_housing.npz} of Keras' storage,
 * 743 kB.
 *
 * @see <a href="https://keras.io/api/datasets/california_housing/">Keras: California Housing price
 *     regression dataset</a>
 */
public final class CaliforniaHousing {
  /** The names of the columns in the StatLib library. */
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
   * Loads the data with Keras' default arguments; the file is downloaded to Keras' cache if it is
   * missing.
   *
   * @throws IOException if the file cannot be downloaded or read
   */
  public static TrainTest load() throws IOException {
    return load(CaliforniaHousingOptions.californiaHousing());
  }

  /**
   * Loads the data with options; the file is downloaded to Keras' cache if it is missing.
   *
   * @param options the options
   * @throws IOException if the file cannot be downloaded or read
   */
  public static TrainTest load(CaliforniaHousingOptions options) throws IOException {
    return load(options, Origins.cache(Origins.FOLDER));
  }

  /**
   * Loads the data with a cache of the caller.
   *
   * @param options the options
   * @param cache the cache of downloads
   * @throws IOException if the file cannot be downloaded or read
   */
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
