package dev.tenon.losses;

import java.util.Arrays;
import java.util.Locale;

/**
 * The reduction of the losses of many elements to one number.
 *
 * @see <a href="https://keras.io/api/losses/">Keras: losses</a>
 */
public enum Reduction {
  /** The weighted sum divided by the number of elements. */
  SUM_OVER_BATCH_SIZE,
  /** The weighted sum. */
  SUM,
  /** The same as {@link #SUM_OVER_BATCH_SIZE}. */
  MEAN,
  /** The weighted sum divided by the sum of the weights. */
  MEAN_WITH_SAMPLE_WEIGHT,
  /** No reduction: one loss for each element. */
  NONE;

  /** Returns Keras' name, such as {@code sum_over_batch_size}. */
  public String kerasName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the reduction of a Keras name.
   *
   * @param name the name, such as {@code sum_over_batch_size}
   * @throws IllegalArgumentException if the name is unknown
   */
  public static Reduction of(String name) {
    return Arrays.stream(values())
        .filter(reduction -> reduction.kerasName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no reduction '"
                        + name
                        + "'; there are "
                        + Arrays.stream(values()).map(Reduction::kerasName).toList()));
  }
}
