package dev.tenon.layers.adaptation;

import dev.tenon.tensor.Tensor;
import java.util.List;

/**
 * The data that a layer adapts to.
 *
 * @param batches the data, batch by batch
 * @param whole whether one array has all samples: Keras reads its vectors as columns, and vectors
 *     of several batches as single samples
 */
public record AdaptationData(Iterable<Tensor> batches, boolean whole) {
  /** Returns the data of one array. */
  public static AdaptationData of(Tensor all) {
    return new AdaptationData(List.of(all), true);
  }

  /** Returns data in batches. */
  public static AdaptationData of(Iterable<Tensor> batches) {
    return new AdaptationData(batches, false);
  }
}
