package dev.tenon.data;

import dev.tenon.tensor.Tensor;
import java.util.Iterator;

/** The only tensor of features of each batch. */
record FeatureIterator(Iterator<Batch> batches) implements Iterator<Tensor> {
  @Override
  public boolean hasNext() {
    return batches.hasNext();
  }

  @Override
  public Tensor next() {
    Batch batch = batches.next();
    if (batch.features().size() != 1) {
      throw new IllegalArgumentException(
          "a batch has "
              + batch.features().size()
              + " tensors of features, expected one; choose one with"
              + " map(batch -> Batch.of(List.of(batch.features().get(0)), List.of()))");
    }
    return batch.features().get(0);
  }
}
