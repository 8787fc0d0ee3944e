package dev.tenon.tuning.numpy;

/** Checks what a user gives. */
public final class Arguments {
  private Arguments() {}

  /**
   * Checks one thing.
   *
   * @throws IllegalArgumentException with the message where it does not hold
   */
  public static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
