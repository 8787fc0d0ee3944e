package dev.tenon.internal.arrays;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fan-in and the fan-out of a weight.
 *
 * @param in the length of the last axis but one, times the window
 * @param out the length of the last axis, times the window
 */
public record Fans(double in, double out) {
  /** Returns the fans of a shape; null axes have their defaults. */
  public static Fans of(long[] shape, @Nullable List<Long> inputs, @Nullable List<Long> outputs) {
    if (inputs != null && outputs != null) {
      return new Fans(product(shape, inputs), product(shape, outputs));
    }
    if (shape.length < 2) {
      double only = shape.length == 0 ? 1 : shape[0];
      return new Fans(only, only);
    }
    double window = 1;
    for (int axis = 0; axis < shape.length - 2; axis++) {
      window *= shape[axis];
    }
    return new Fans(shape[shape.length - 2] * window, shape[shape.length - 1] * window);
  }

  private static double product(long[] shape, List<Long> axes) {
    double product = 1;
    for (long axis : axes) {
      long at = axis < 0 ? axis + shape.length : axis;
      if (at < 0 || at >= shape.length) {
        throw new IllegalArgumentException(
            "axis " + axis + " is none of a weight with " + shape.length + " axes");
      }
      product *= shape[(int) at];
    }
    return product;
  }
}
