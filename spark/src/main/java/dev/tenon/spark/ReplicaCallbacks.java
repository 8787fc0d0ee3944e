package dev.tenon.spark;

import dev.tenon.callbacks.Callback;
import java.io.Serializable;
import java.util.List;

/**
 * Creates the callbacks of each task of a {@link TenonEstimator}: {@code rank ->
 * List.of(earlyStopping("val_loss"))}.
 *
 * <p>Every task has callbacks of its own. At the end of an epoch they see the loss and the metrics
 * of all tasks, so they decide alike; at the end of a batch the metrics are those of their task.
 * Callbacks that write files belong to rank 0.
 */
@FunctionalInterface
public interface ReplicaCallbacks extends Serializable {
  /**
   * Returns new callbacks.
   *
   * @param rank the number of the task, from 0
   */
  List<Callback> of(int rank);
}
