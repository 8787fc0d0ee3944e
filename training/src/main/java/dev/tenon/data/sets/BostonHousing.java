package dev.tenon.data.sets;

import dev.tenon.formats.Source;
import dev.tenon.formats.download.Download;
import dev.tenon.formats.download.FileCache;
import java.io.IOException;
import java.util.List;

/**
 * Prices of 506 houses around Boston in the late 1970s.
 *
 * <p>{@code x}: float64 (samples, 13), the columns in {@link #FEATURE_NAMES}. {@code y}: float64
 * (samples), the median price in thousands of dollars, 5 to 50. One of its columns, {@code B},
 * takes for granted that segregation sets prices: Keras advises against the data set but for
 * showing that. {@link CaliforniaHousing} is the better choice.
 *
 * @see <a href="https://keras.io/api/datasets/boston_housing/">Keras: Boston Housing price
 *     regression dataset</a>
 */
public final class BostonHousing {
  /** What the columns are, by their names in the StatLib library. */
  public static final List<String> FEATURE_NAMES =
      List.of(
          "CRIM", "ZN", "INDUS", "CHAS", "NOX", "RM", "AGE", "DIS", "RAD", "TAX", "PTRATIO", "B",
          "LSTAT");

  static final Download FILE =
      Origins.keras(
          "boston_housing.npz", "f553886a1f8d56431e820c5b82552d9d95cfcb96d1e678153f8839538947dff5");

  private BostonHousing() {}

  /**
   * Returns the data with Keras' defaults, which are fetched into Keras' cache folder (57 kB) where
   * they are not there.
   *
   * @throws IOException where the file cannot be had
   */
  public static TrainTest load() throws IOException {
    return load(BostonHousingOptions.bostonHousing());
  }

  /**
   * Returns the data.
   *
   * @throws IOException where the file cannot be had
   */
  public static TrainTest load(BostonHousingOptions options) throws IOException {
    return load(options, Origins.cache(Origins.FOLDER));
  }

  /** Returns the data from a cache of the caller's. */
  public static TrainTest load(BostonHousingOptions options, FileCache cache) throws IOException {
    try (Source source = Source.of(cache.fetch(FILE))) {
      return read(source, options);
    }
  }

  static TrainTest read(Source source, BostonHousingOptions options) {
    return ShuffledSplit.read(source, Integer.MAX_VALUE, options.testSplit(), options.seed());
  }
}
