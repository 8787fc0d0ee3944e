package dev.tenon.data;

import dev.tenon.internal.options.Setters;
import org.jspecify.annotations.Nullable;

/**
 * How {@link Dataset#splitDataset} cuts a data set; Keras' arguments, with its defaults.
 *
 * <p>Written as {@code splitDataset().leftSize(0.8)}.
 *
 * @param leftSize the samples of the left part: an Integer, a Double for their share, or null for
 *     those that the right part leaves
 * @param rightSize the samples of the right part, likewise
 * @param shuffle whether the samples are shuffled first
 * @param seed what the order follows from; null for another order each time
 */
@Setters
public record SplitDatasetOptions(
    @Nullable Number leftSize, @Nullable Number rightSize, boolean shuffle, @Nullable Long seed)
    implements SplitDatasetOptionsSetters {
  /** Returns Keras' defaults. */
  public static SplitDatasetOptions splitDataset() {
    return new SplitDatasetOptions(null, null, false, null);
  }
}
