package dev.tenon.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** Batches of samples in a given order. */
final class OrderedBatches implements Iterator<Batch> {
  private final int[] order;
  private final int batchSize;
  private final Function<int[], Batch> load;
  private int next;

  /**
   * Starts a pass.
   *
   * @param load returns the samples at some positions as one batch
   */
  OrderedBatches(int[] order, int batchSize, Function<int[], Batch> load) {
    this.order = order;
    this.batchSize = batchSize;
    this.load = load;
  }

  @Override
  public boolean hasNext() {
    return next < order.length;
  }

  @Override
  public Batch next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int from = next;
    next = (int) Math.min(order.length, (long) from + batchSize);
    return load.apply(Arrays.copyOfRange(order, from, next));
  }
}
