package dev.tenon.layers;

import dev.tenon.tensor.Tensor;

/** Data in batches, such as a data set, of which one pass can be read many times. */
public interface FeatureBatches {
  /**
   * Returns the features of each batch; the first axis counts the samples.
   *
   * @throws IllegalArgumentException while it is read, for a batch with more than one tensor
   */
  Iterable<Tensor> features();
}
