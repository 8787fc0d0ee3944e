package dev.tenon.layers;

import dev.tenon.tensor.Tensor;

/** Data in batches that can be read several times, such as one pass of a data set. */
public interface FeatureBatches {
  /**
   * Returns the features of each batch; the first axis counts the samples.
   *
   * @throws IllegalArgumentException while it is read, for a batch with more than one tensor
   */
  Iterable<Tensor> features();
}
