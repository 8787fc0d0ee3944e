package dev.tenon.losses;

import dev.tenon.ir.shape.Shape;

/** The kind of a classifier's targets, derived from shapes as in Keras. */
public enum TargetKind {
  /** Binary labels: the prediction's last axis has length 1. */
  BINARY,
  /**
   * Class indices: the target has one axis less than the prediction, or a last axis of length 1.
   */
  SPARSE,
  /** A probability for each class. */
  CATEGORICAL;

  /**
   * Derives the kind from the shapes of target and prediction.
   *
   * @param target the shape of the targets
   * @param prediction the shape of the predictions
   */
  public static TargetKind of(Shape target, Shape prediction) {
    long classes = prediction.rank() == 0 ? -1 : prediction.length(-1);
    if (classes == 1) {
      return BINARY;
    }
    boolean lower = target.rank() < prediction.rank();
    boolean column = target.rank() > 0 && target.length(-1) == 1 && classes > 1;
    return lower || column ? SPARSE : CATEGORICAL;
  }
}
