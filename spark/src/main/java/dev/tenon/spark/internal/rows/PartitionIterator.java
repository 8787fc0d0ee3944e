package dev.tenon.spark.internal.rows;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;

/**
 * The elements of an RDD in order, partition after partition.
 *
 * <p>While one partition is used, the next one is computed: two are in memory at most.
 */
public final class PartitionIterator<T> implements Iterator<T> {
  private final JavaRDD<T> rdd;
  private final int partitions;
  private int asked;
  private @Nullable CompletableFuture<List<T>> coming;
  private Iterator<T> current = List.<T>of().iterator();

  public PartitionIterator(JavaRDD<T> rdd) {
    this.rdd = rdd;
    this.partitions = rdd.getNumPartitions();
    ask();
  }

  private void ask() {
    if (asked == partitions) {
      coming = null;
      return;
    }
    int number = asked++;
    CompletableFuture<List<T>> result = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                result.complete(rdd.collectPartitions(new int[] {number})[0]);
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            },
            "tenon-partition-" + number);
    reader.setDaemon(true);
    reader.start();
    coming = result;
  }

  @Override
  public boolean hasNext() {
    while (!current.hasNext() && coming != null) {
      List<T> partition;
      try {
        partition = coming.join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException unchecked ? unchecked : e;
      }
      ask();
      current = partition.iterator();
    }
    return current.hasNext();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return current.next();
  }
}
