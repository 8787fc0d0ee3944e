package dev.tenon.data;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;

/** The samples of a data set in batches of another size. */
record RebatchedDataset(Dataset source, int size) implements DerivedDataset {
  RebatchedDataset {
    if (size < 1) {
      throw new IllegalArgumentException("batch(size): size is " + size + ", must be at least 1");
    }
  }

  /** How many samples the source has is not known, only how many batches. */
  @Override
  public OptionalLong batches() {
    return OptionalLong.empty();
  }

  @Override
  public Iterator<Batch> pass(int epoch) {
    return batches(BatchSamples.each(source.pass(epoch)), size);
  }

  static Iterator<Batch> batches(Iterator<Batch> samples, int size) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return samples.hasNext();
      }

      @Override
      public Batch next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        List<Batch> parts = new ArrayList<>();
        while (parts.size() < size && samples.hasNext()) {
          parts.add(samples.next());
        }
        return BatchSamples.join(parts);
      }
    };
  }
}
