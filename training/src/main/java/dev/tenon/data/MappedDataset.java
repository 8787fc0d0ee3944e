package dev.tenon.data;

import java.util.Iterator;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** A data set whose batches are changed one by one. */
record MappedDataset(Dataset source, UnaryOperator<Batch> change) implements Dataset {
  @Override
  public OptionalLong batches() {
    return source.batches();
  }

  @Override
  public Iterator<Batch> pass(int epoch) {
    Iterator<Batch> batches = source.pass(epoch);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return batches.hasNext();
      }

      @Override
      public Batch next() {
        return change.apply(batches.next());
      }
    };
  }
}
