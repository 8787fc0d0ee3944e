package dev.tenon.layers.common;

import dev.tenon.ir.shape.Shape;

/** Checks the number of axes of a layer's input, as Keras' {@code input_spec} does. */
public final class Ranks {
  private Ranks() {}

  /**
   * Requires an exact number of axes.
   *
   * @throws IllegalArgumentException if the number is known and differs
   */
  public static void require(Shape input, int expected) {
    if (input.ranked() && input.rank() != expected) {
      throw wrong(String.valueOf(expected), input);
    }
  }

  /**
   * Requires a smallest number of axes.
   *
   * @throws IllegalArgumentException if the number is known and smaller
   */
  public static void atLeast(Shape input, int expected) {
    if (input.ranked() && input.rank() < expected) {
      throw wrong(expected + " or more", input);
    }
  }

  private static IllegalArgumentException wrong(String expected, Shape input) {
    return new IllegalArgumentException(
        "the input must have " + expected + " axes, it has shape " + input);
  }
}
