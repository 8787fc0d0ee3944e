package dev.tenon.spark.internal.rows;

import dev.tenon.data.Rows;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Chunks of rows as batches of one size; the last one can be smaller. */
public final class BatchIterator implements Iterator<List<Tensor>> {
  private final Iterator<byte[]> chunks;
  private final int size;
  private List<Tensor> chunk = List.of();
  private int from;

  /**
   * Creates an iterator.
   *
   * @param chunks what {@link RowChunks} makes
   */
  public BatchIterator(Iterator<byte[]> chunks, int size) {
    this.chunks = chunks;
    this.size = size;
  }

  private int left() {
    return chunk.isEmpty() ? 0 : Math.toIntExact(chunk.get(0).dim(0)) - from;
  }

  @Override
  public boolean hasNext() {
    while (left() == 0 && chunks.hasNext()) {
      chunk = RowChunks.read(chunks.next());
      from = 0;
    }
    return left() > 0;
  }

  @Override
  public List<Tensor> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    List<List<Tensor>> parts = new ArrayList<>();
    int wanted = size;
    while (wanted > 0 && hasNext()) {
      int count = Math.min(wanted, left());
      int start = from;
      parts.add(chunk.stream().map(all -> Rows.range(all, start, start + count)).toList());
      from += count;
      wanted -= count;
    }
    List<Tensor> batch = new ArrayList<>();
    for (int i = 0; i < parts.get(0).size(); i++) {
      int place = i;
      batch.add(Rows.concat(parts.stream().map(part -> part.get(place)).toList()));
    }
    return batch;
  }
}
