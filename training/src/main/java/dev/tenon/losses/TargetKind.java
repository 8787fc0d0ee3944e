package dev.tenon.losses;

import dev.tenon.ir.shape.Shape;

/** What the targets of a classifier look like, told by shapes as Keras does. */
public enum TargetKind {
  /** Yes or no: the prediction's last axis has length 1. */
  BINARY,
  /** Numbers of classes: an axis less than the prediction, or a last axis of length 1. */
  SPARSE,
  /** A share for each class. */
  CATEGORICAL;

  /** Tells the kind by the shapes of target and prediction. */
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
