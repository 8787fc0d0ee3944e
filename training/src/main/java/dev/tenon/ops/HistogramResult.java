package dev.tenon.ops;

import java.util.List;

/**
 * The counts and the bin edges of a histogram: the result of Keras' {@code histogram}.
 *
 * @param <T> the tensor type
 * @param hist the count of each bin
 * @param binEdges the edges of the bins, one more than bins
 */
public record HistogramResult<T>(T hist, T binEdges) {
  static <T> HistogramResult<T> of(List<T> results) {
    return new HistogramResult<>(results.get(0), results.get(1));
  }
}
