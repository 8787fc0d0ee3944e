package dev.tenon.internal.data;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Writers of float32 tensors, each of which is lent again, and written over, once it was given
 * back.
 *
 * <p>There are as many for a size as were lent at once. Several threads may use them.
 */
public final class ReusedWriters {
  private final Map<Integer, Queue<Tensor.Writer>> free = new ConcurrentHashMap<>();

  /**
   * Lends a writer, whose tensor may be read until it is given back. Its elements are those of
   * earlier use: each is to be set.
   *
   * @param size the number of elements
   */
  public Lent<Tensor.Writer> lend(int size) {
    Queue<Tensor.Writer> same = free.computeIfAbsent(size, s -> new ConcurrentLinkedQueue<>());
    Tensor.Writer known = same.poll();
    Tensor.Writer writer = known == null ? new Tensor.Writer(DType.FLOAT32, size) : known;
    return new Lent<>(writer, () -> same.add(writer));
  }
}
