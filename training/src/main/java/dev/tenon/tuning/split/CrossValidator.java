package dev.tenon.tuning.split;

import dev.tenon.tensor.Tensor;
import java.util.List;

/**
 * A series of splits of samples into a training and a test part.
 *
 * @see KFold
 * @see StratifiedKFold
 */
public interface CrossValidator {
  /** Returns the number of splits. */
  int nSplits();

  /**
   * Returns the splits.
   *
   * @param x the samples
   * @param y the targets
   * @throws IllegalArgumentException if there are too few samples
   */
  List<Split> split(Tensor x, Tensor y);
}
