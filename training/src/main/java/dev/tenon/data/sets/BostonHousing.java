package dev.tenon.data.sets;

import dev.tenon.formats.Source;
import dev.tenon.formats.download.Download;
import dev.tenon.formats.download.FileCache;
import java.io.IOException;
import java.util.List;

/**
 * The Boston housing data set: median prices of 506 districts around Boston in the late 1970s.
 *
 * <p>{@code x}: float64 (404 and 102, 13), with the columns {@link #FEATURE_NAMES}. {@code y}:
 * float64 (404 and 102), the median price in thousands of dollars, from 5 to 50. The counts are
 * those of the default test split. The file is {@code boston_housing.npz} of Keras' storage, 57 kB.
 *
 * <p>The column {@code B} assumes that segregation raises prices. Keras advises against the data
 * set except to study this problem; {@link CaliforniaHousing} is the better choice.
 *
 * @see <a href="https://keras.io/api/datasets/boston_housing/">Keras: Boston Housing price
 *     regression dataset</a>
 */
public final class BostonHousing {
  /** The names of the columns in the StatLib library. */
  public static final List<String> FEATURE_NAMES =
      List.of(
          "CRIM", "ZN", "INDUS", "CHAS", "NOX", "RM", "AGE", "DIS", "RAD", "TAX", "PTRATIO", "B",
          "LSTAT");

  static final Download FILE =
      Origins.keras(
          "boston_housing.npz", "f553886a1f8d56431e820c5b82552d9d95cfcb96d1e678153f8839538947dff5");

  private BostonHousing() {}

  /**
   * Loads the data with Keras' default arguments; the file is downloaded to Keras' cache if it is
   * missing.
   *
   * @throws IOException if the file cannot be downloaded or read
   */
  public static TrainTest load() throws IOException {
    return load(BostonHousingOptions.bostonHousing());
  }

  /**
   * Loads the data with options; the file is downloaded to Keras' cache if it is missing.
   *
   * @param options the options
   * @throws IOException if the file cannot be downloaded or read
   */
  public static TrainTest load(BostonHousingOptions options) throws IOException {
    return load(options, Origins.cache(Origins.FOLDER));
  }

  /**
   * Loads the data with a cache of the caller.
   *
   * @param options the options
   * @param cache the cache of downloads
   * @throws IOException if the file cannot be downloaded or read
   */
  public static TrainTest load(BostonHousingOptions options, FileCache cache) throws IOException {
    try (Source source = Source.of(cache.fetch(FILE))) {
      return read(source, options);
    }
  }

  static TrainTest read(Source source, BostonHousingOptions options) {
    return ShuffledSplit.read(source, Integer.MAX_VALUE, options.testSplit(), options.seed());
  }
}
