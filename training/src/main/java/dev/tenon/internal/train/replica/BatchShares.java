package dev.tenon.internal.train.replica;

/**
 * Who has which samples of each batch: the samples of a batch are dealt in their order, and the
 * parts of two replicas differ by one sample at most.
 *
 * @param samples the number of samples of an epoch
 * @param batchSize the number of samples of a batch of all replicas together; the last may be
 *     smaller
 * @param replicas the number of replicas
 */
public record BatchShares(long samples, int batchSize, int replicas) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the first batch has no sample for one of the replicas
   */
  public BatchShares {
    if (batchSize < replicas || samples < replicas) {
      throw new IllegalArgumentException(
          "batches of "
              + batchSize
              + " of "
              + samples
              + " samples do not reach for "
              + replicas
              + " tasks: each needs a sample of the first batch at least; take fewer tasks or"
              + " larger batches");
    }
  }

  /** Returns the number of batches of an epoch. */
  public long batches() {
    return (samples + batchSize - 1) / batchSize;
  }

  /** Returns the replica that has a sample. */
  public int rank(long sample) {
    long batch = sample / batchSize;
    int place = (int) (sample % batchSize);
    // The greatest rank whose share begins at the place or before: start = ceil(size * rank / n).
    return (int) ((long) place * replicas / length(batch));
  }

  /** Returns the number of samples that a replica has of a batch. */
  public int share(long batch, int rank) {
    return (int) (start(batch, rank + 1) - start(batch, rank));
  }

  /** Returns the number of samples that a replica has of an epoch. */
  public long share(int rank) {
    long whole = samples / batchSize;
    long all = whole * (whole == 0 ? 0 : share(0, rank));
    return samples % batchSize == 0 ? all : all + share(whole, rank);
  }

  private long start(long batch, int rank) {
    return (length(batch) * rank + replicas - 1) / replicas;
  }

  private long length(long batch) {
    return Math.min(batchSize, samples - batch * batchSize);
  }
}
