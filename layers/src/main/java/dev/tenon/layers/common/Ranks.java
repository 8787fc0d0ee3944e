package dev.tenon.layers.common;

import dev.tenon.ir.shape.Shape;

/** Says how many axes the input of a layer must have, as Keras' {@code input_spec} does. */
public final class Ranks {
  private Ranks() {}

  /**
   * Refuses an input with more axes or fewer.
   *
   * @throws IllegalArgumentException where the number is known and another one
   */
  public static void require(Shape input, int expected) {
    if (input.ranked() && input.rank() != expected) {
      throw wrong(String.valueOf(expected), input);
    }
  }

  /**
   * Refuses an input with fewer axes.
   *
   * @throws IllegalArgumentException where the number is known and less
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
