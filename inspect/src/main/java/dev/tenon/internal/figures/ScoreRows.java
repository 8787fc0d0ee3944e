package dev.tenon.internal.figures;

import dev.tenon.ir.shape.Shape;

/** Recognizes outputs that are one row of class scores for each sample. */
public final class ScoreRows {
  private ScoreRows() {}

  /**
   * Returns the number of classes of a shape (batch, classes), or with further axes of length 1; -1
   * for other shapes.
   *
   * @param shape the shape of the output
   */
  public static long classes(Shape shape) {
    if (!shape.ranked() || shape.rank() < 2) {
      return -1;
    }
    for (int i = 2; i < shape.rank(); i++) {
      if (shape.length(i) != 1) {
        return -1;
      }
    }
    return shape.length(1);
  }
}
