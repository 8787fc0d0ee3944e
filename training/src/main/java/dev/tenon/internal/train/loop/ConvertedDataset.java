package dev.tenon.internal.train.loop;

import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.internal.data.LendingPass;
import dev.tenon.internal.data.Lent;
import java.util.Iterator;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * A data set whose batches are made fit for a step.
 *
 * @param change keeps no batch, so that each can be given back, which a user's change must not be
 *     trusted to do
 */
public record ConvertedDataset(Dataset source, UnaryOperator<Batch> change) implements Dataset {
  @Override
  public OptionalLong batches() {
    return source.batches();
  }

  @Override
  public Iterator<Batch> pass(int epoch) {
    return new Pass(source.pass(epoch), change);
  }

  private record Pass(Iterator<Batch> batches, UnaryOperator<Batch> change)
      implements LendingPass<Batch> {
    @Override
    public boolean hasNext() {
      return batches.hasNext();
    }

    @Override
    public Lent<Batch> lend() {
      return LendingPass.lend(batches).map(change);
    }
  }
}
