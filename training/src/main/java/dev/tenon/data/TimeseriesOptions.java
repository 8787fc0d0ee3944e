package dev.tenon.data;

import dev.tenon.internal.options.Setters;
import org.jspecify.annotations.Nullable;

/** Keras' arguments of timeseries_dataset_from_array. */
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
