package dev.tenon.data;

import dev.tenon.internal.data.SampleOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;

/** The samples of a data set, taken at random out of a buffer. */
record ShuffledDataset(Dataset source, int bufferSize, long seed) implements DerivedDataset {
  ShuffledDataset {
    if (bufferSize < 1) {
      throw new IllegalArgumentException(
          "shuffle(bufferSize, seed): bufferSize is " + bufferSize + ", must be at least 1");
    }
  }

  @Override
  public Dataset batch(int size) {
    return new ShuffledDataset(source.batch(size), bufferSize, seed);
  }

  @Override
  public Iterator<Batch> pass(int epoch) {
    Iterator<Batch> batches = source.pass(epoch);
    if (!batches.hasNext()) {
      return batches;
    }
    Batch first = batches.next();
    Iterator<Batch> samples = BatchSamples.each(new Prepended(first, batches));
    return RebatchedDataset.batches(
        new Mixed(samples, bufferSize, SampleOrder.random(seed, epoch)), first.size());
  }

  /** The first batch, whose size the others are given, and the rest. */
  private static final class Prepended implements Iterator<Batch> {
    private final Batch first;
    private final Iterator<Batch> rest;
    private boolean given;

    Prepended(Batch first, Iterator<Batch> rest) {
      this.first = first;
      this.rest = rest;
    }

    @Override
    public boolean hasNext() {
      return !given || rest.hasNext();
    }

    @Override
    public Batch next() {
      if (given) {
        return rest.next();
      }
      given = true;
      return first;
    }
  }

  private static final class Mixed implements Iterator<Batch> {
    private final Iterator<Batch> samples;
    private final int bufferSize;
    private final SplittableRandom random;
    private final List<Batch> buffer = new ArrayList<>();

    Mixed(Iterator<Batch> samples, int bufferSize, SplittableRandom random) {
      this.samples = samples;
      this.bufferSize = bufferSize;
      this.random = random;
    }

    @Override
    public boolean hasNext() {
      return !buffer.isEmpty() || samples.hasNext();
    }

    @Override
    public Batch next() {
      while (buffer.size() < bufferSize && samples.hasNext()) {
        buffer.add(samples.next());
      }
      if (buffer.isEmpty()) {
        throw new NoSuchElementException();
      }
      int chosen = random.nextInt(buffer.size());
      Batch last = buffer.remove(buffer.size() - 1);
      return chosen == buffer.size() ? last : buffer.set(chosen, last);
    }
  }
}
