package dev.tenon.ops;

import java.util.List;

/**
 * The counts of a histogram, and where its bins begin and end.
 *
 * @param <T> the form of tensors
 * @param hist how many values each bin has
 * @param binEdges the edges of the bins, one more than there are bins
 */
public record HistogramResult<T>(T hist, T binEdges) {
  static <T> HistogramResult<T> of(List<T> results) {
    return new HistogramResult<>(results.get(0), results.get(1));
  }
}
