package dev.tenon.testing;

import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import java.util.Iterator;
import java.util.OptionalLong;

/** The batches of another data set, of which nobody knows how many there will be. */
public record UnknownLength(Dataset data) implements Dataset {
  @Override
  public OptionalLong batches() {
    return OptionalLong.empty();
  }

  @Override
  public Iterator<Batch> pass(int epoch) {
    return data.pass(epoch);
  }
}
