package dev.tenon.layers.adaptation;

import dev.tenon.tensor.Tensor;
import java.util.List;

/**
 * The data that a layer adapts to.
 *
 * @param batches the data, batch by batch
 * @param whole whether the only batch is an array with all samples: Keras takes a vector of those
 *     for a column, and a vector of several batches for one sample
 */
public record AdaptationData(Iterable<Tensor> batches, boolean whole) {
  /** Returns data that one array holds. */
  public static AdaptationData of(Tensor all) {
    return new AdaptationData(List.of(all), true);
  }

  /** Returns data in batches. */
  public static AdaptationData of(Iterable<Tensor> batches) {
    return new AdaptationData(batches, false);
  }
}
