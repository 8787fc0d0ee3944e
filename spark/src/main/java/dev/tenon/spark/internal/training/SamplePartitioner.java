package dev.tenon.spark.internal.training;

import dev.tenon.internal.train.replica.BatchShares;
import java.io.Serial;
import java.util.Objects;
import org.apache.spark.Partitioner;
import org.jspecify.annotations.Nullable;

/** Gives each task its samples: first those to learn from, then those that validate. */
public final class SamplePartitioner extends Partitioner {
  @Serial private static final long serialVersionUID = 1L;

  private final long samples;
  private final long validating;
  private final int batchSize;
  private final int tasks;

  /**
   * Creates a partitioner.
   *
   * @param training how the samples to learn from are dealt; they have the keys from 0
   * @param validation how those that validate are dealt, which have the keys behind; null for none
   */
  public SamplePartitioner(BatchShares training, @Nullable BatchShares validation) {
    this.samples = training.samples();
    this.validating = validation == null ? 0 : validation.samples();
    this.batchSize = training.batchSize();
    this.tasks = training.replicas();
  }

  @Override
  public int numPartitions() {
    return tasks;
  }

  @Override
  public int getPartition(Object key) {
    long sample = (Long) key;
    return sample < samples
        ? new BatchShares(samples, batchSize, tasks).rank(sample)
        : new BatchShares(validating, batchSize, tasks).rank(sample - samples);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SamplePartitioner that
        && samples == that.samples
        && validating == that.validating
        && batchSize == that.batchSize
        && tasks == that.tasks;
  }

  @Override
  public int hashCode() {
    return Objects.hash(samples, validating, batchSize, tasks);
  }
}
