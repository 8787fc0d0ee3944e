package dev.tenon.data;

import dev.tenon.internal.data.LendingPass;
import dev.tenon.internal.data.Lent;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.OptionalLong;

/** The first batches of a data set. */
record TakenDataset(Dataset source, long count) implements DerivedDataset {
  TakenDataset {
    if (count < 0) {
      throw new IllegalArgumentException("take(count): count is " + count + ", must be at least 0");
    }
  }

  @Override
  public OptionalLong batches() {
    OptionalLong all = source.batches();
    return all.isPresent() ? OptionalLong.of(Math.min(count, all.getAsLong())) : all;
  }

  @Override
  public Iterator<Batch> pass(int epoch) {
    Iterator<Batch> batches = source.pass(epoch);
    return new LendingPass<>() {
      private long given;

      @Override
      public boolean hasNext() {
        return given < count && batches.hasNext();
      }

      @Override
      public Lent<Batch> lend() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        given++;
        return LendingPass.lend(batches);
      }
    };
  }
}
