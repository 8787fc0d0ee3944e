package dev.tenon.tuning.split;

import dev.tenon.tensor.Tensor;
import java.util.List;

/**
 * Splits samples several times, so that each estimate is made on samples that were not learned.
 *
 * @see KFold
 * @see StratifiedKFold
 */
public interface CrossValidator {
  /** Returns how many splits there are. */
  int nSplits();

  /**
   * Returns the splits.
   *
   * @throws IllegalArgumentException where there are too few samples
   */
  List<Split> split(Tensor x, Tensor y);
}
