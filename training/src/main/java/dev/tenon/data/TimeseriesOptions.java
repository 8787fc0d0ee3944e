package dev.tenon.data;

import dev.tenon.internal.options.Setters;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of Keras' {@code timeseries_dataset_from_array}.
 *
 * @param sequenceLength the number of steps of a window, at least 1
 * @param sequenceStride the steps from one window to the next, at least 1; 1 by default
 * @param samplingRate the steps between two entries of a window, at least 1; 1 by default
 * @param batchSize the number of windows of a batch, at least 1; 128 by default
 * @param shuffle whether windows are shuffled; false by default
 * @param seed the seed of the shuffle; null for a random one, the default
 * @param startIndex the first step to use, from 0; 0 by default
 * @param endIndex the end of the steps to use, exclusive; null for all, the default
 */
@Setters
record TimeseriesOptions(
    int sequenceLength,
    int sequenceStride,
    int samplingRate,
    int batchSize,
    boolean shuffle,
    @Nullable Long seed,
    int startIndex,
    @Nullable Integer endIndex)
    implements TimeseriesOptionsSetters {
  static TimeseriesOptions of(int sequenceLength) {
    return new TimeseriesOptions(sequenceLength, 1, 1, 128, false, null, 0, null);
  }
}
