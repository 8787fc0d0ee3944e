package dev.tenon.losses;

import java.util.Arrays;
import java.util.Locale;

/** How the losses of many elements become one number. */
public enum Reduction {
  /** Their weighted sum, divided by the number of elements. */
  SUM_OVER_BATCH_SIZE,
  /** Their weighted sum. */
  SUM,
  /** The same as {@link #SUM_OVER_BATCH_SIZE}. */
  MEAN,
  /** Their weighted sum, divided by the sum of the weights. */
  MEAN_WITH_SAMPLE_WEIGHT,
  /** No reduction. */
  NONE;

  /** Returns Keras' name. */
  public String kerasName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the reduction of Keras' name.
   *
   * @throws IllegalArgumentException for a name that is none
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
