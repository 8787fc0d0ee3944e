package dev.tenon.data;

import dev.tenon.internal.data.SampleOrder;
import java.io.Serializable;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A data set in memory; immutable. */
public final class ArrayDataset implements Dataset, Serializable {
  private final Batch all;
  private final int batchSize;
  private final @Nullable Long seed;

  ArrayDataset(Batch all) {
    this(all, 32, null);
  }

  private ArrayDataset(Batch all, int batchSize, @Nullable Long seed) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1, received " + batchSize);
    }
    this.all = all;
    this.batchSize = batchSize;
    this.seed = seed;
  }

  /**
   * Returns the same samples in batches of another size; the last batch can be smaller.
   *
   * @throws IllegalArgumentException if the size is less than 1
   */
  @Override
  public ArrayDataset batch(int size) {
    return new ArrayDataset(all, size, seed);
  }

  /**
   * Returns the samples in another order in each pass, which follows from the seed.
   *
   * @param newSeed the seed
   */
  public ArrayDataset shuffle(long newSeed) {
    return new ArrayDataset(all, batchSize, newSeed);
  }

  /** Returns the samples in their original order. */
  public ArrayDataset inOrder() {
    return new ArrayDataset(all, batchSize, null);
  }

  /** Returns all samples as one batch. */
  public Batch all() {
    return all;
  }

  /**
   * Returns a range of samples, as Keras' {@code validation_split} selects it.
   *
   * @param from the first sample, from 0
   * @param to the end, exclusive
   */
  public ArrayDataset range(int from, int to) {
    Batch part = all.each(tensor -> Rows.range(tensor, from, to));
    return new ArrayDataset(part, batchSize, seed);
  }

  /** Returns the number of samples. */
  public int size() {
    return all.size();
  }

  @Override
  public OptionalLong batches() {
    return OptionalLong.of((size() + batchSize - 1) / batchSize);
  }

  @Override
  public Iterator<Batch> pass(int epoch) {
    return new Pass(
        seed == null ? SampleOrder.plain(size()) : SampleOrder.shuffled(size(), seed, epoch));
  }

  private final class Pass implements Iterator<Batch> {
    private final int[] order;
    private int next;

    Pass(int[] order) {
      this.order = order;
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
      int to = Math.min(order.length, from + batchSize);
      next = to;
      return all.each(tensor -> Rows.pick(tensor, order, from, to));
    }
  }
}
