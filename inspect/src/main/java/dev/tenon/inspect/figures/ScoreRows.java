package dev.tenon.inspect.figures;

import dev.tenon.ir.shape.Shape;

/** What makes an output a row of scores for each sample. */
public final class ScoreRows {
  private ScoreRows() {}

  /**
   * Returns how many classes scores of a shape have: (batch, classes), or with axes of length 1
   * behind, as a network gives that ends in a pooling; -1 for any other shape.
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
