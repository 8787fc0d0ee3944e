package dev.tenon.internal.train.replica;

import dev.tenon.data.Dataset;
import dev.tenon.runtime.Replica;

/**
 * The parts that one process has of the batches of a training; all have as many batches, of which
 * some may be empty.
 */
public interface ReplicaDataset extends Dataset {
  /** Returns the place among the processes that train together. */
  Replica replica();
}
