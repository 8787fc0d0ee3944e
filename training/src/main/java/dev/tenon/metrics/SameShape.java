package dev.tenon.metrics;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;

/** Refuses targets that are not of the shape of what they are compared with, as Keras does. */
final class SameShape {
  private SameShape() {}

  /** Checks lengths that are known, of all axes but that of the samples. */
  static void check(Value target, Value prediction) {
    boolean same = target.rank() == prediction.rank();
    for (int axis = 1; same && axis < target.rank(); axis++) {
      long one = target.shape().length(axis);
      long two = prediction.shape().length(axis);
      same = one < 0 || two < 0 || one == two;
    }
    require(same, target, prediction);
  }

  /** Checks how many elements a sample has, where it is known. */
  static void checkSize(Value target, Value prediction) {
    long one = size(target.shape());
    long two = size(prediction.shape());
    require(one < 0 || two < 0 || one == two, target, prediction);
  }

  private static long size(Shape shape) {
    return shape.rank() < 2 ? 1 : shape.sub(1, shape.rank()).size().orMinusOne();
  }

  private static void require(boolean same, Value target, Value prediction) {
    if (!same) {
      throw new IllegalArgumentException(
          "it compares element by element, and needs the same shape of "
              + target.shape()
              + " and "
              + prediction.shape()
              + ". Classes as numbers need one_hot targets, or a metric whose name begins with"
              + " Sparse");
    }
  }
}
