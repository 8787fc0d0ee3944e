package dev.tenon.internal.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * Batches of samples in a given order.
 *
 * @param <B> the type of a batch
 */
public final class OrderedBatches<B> implements Iterator<B> {
  private final int[] order;
  private final int batchSize;
  private final Function<int[], B> load;
  private int next;

  /**
   * Starts a pass.
   *
   * @param load returns the samples at some positions as one batch
   */
  public OrderedBatches(int[] order, int batchSize, Function<int[], B> load) {
    this.order = order;
    this.batchSize = batchSize;
    this.load = load;
  }

  @Override
  public boolean hasNext() {
    return next < order.length;
  }

  @Override
  public B next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int from = next;
    next = (int) Math.min(order.length, (long) from + batchSize);
    return load.apply(Arrays.copyOfRange(order, from, next));
  }
}
