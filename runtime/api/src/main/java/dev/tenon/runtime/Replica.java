package dev.tenon.runtime;

import java.time.Duration;
import java.util.List;

/**
 * One of several processes that train the same model together, each on its own part of a batch.
 *
 * @param rank the number of this process, from 0
 * @param addresses {@code host:port} of every process, by rank
 * @param timeout how long a process waits for the others in one step
 */
public record Replica(int rank, List<String> addresses, Duration timeout) {
  public Replica {
    addresses = List.copyOf(addresses);
    if (rank < 0 || rank >= addresses.size()) {
      throw new IllegalArgumentException(
          "rank " + rank + " is none of the " + addresses.size() + " replicas " + addresses);
    }
  }

  /** Returns the number of processes. */
  public int count() {
    return addresses.size();
  }

  /**
   * Returns the operator that adds a tensor up over all processes.
   *
   * @param key tells the sums of one program apart
   */
  public Collective.AllReduce allReduce(int key) {
    return new Collective.AllReduce(count(), key, (int) Math.max(1, timeout.toSeconds()));
  }
}
