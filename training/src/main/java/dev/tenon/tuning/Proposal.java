package dev.tenon.tuning;

import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A candidate that a search is to try.
 *
 * @param params its hyperparameters
 * @param initialEpoch after which epoch its training goes on
 * @param past the number of the candidate that it goes on from; {@link #NEW} or {@link #WHOLE}
 */
record Proposal(Map<String, Object> params, int initialEpoch, int past) {
  /** Stands for a candidate that begins and may go on later. */
  static final int NEW = -1;

  /** Stands for a candidate that is trained at once. */
  static final int WHOLE = -2;

  boolean goesOn() {
    return past >= 0;
  }

  /**
   * Returns the part of a training that a trial is; null where it is all of it.
   *
   * @param split which split it is of, and of how many
   * @param learned the weights of each trial so far
   */
  @Nullable Stage stage(int split, int splits, Map<Integer, List<Tensor>> learned) {
    return past == WHOLE
        ? null
        : new Stage(goesOn(), learned.get(past * splits + split), initialEpoch);
  }
}
