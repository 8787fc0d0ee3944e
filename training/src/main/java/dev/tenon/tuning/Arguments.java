package dev.tenon.tuning;

/** Checks what a user gives. */
final class Arguments {
  private Arguments() {}

  /**
   * Checks one thing.
   *
   * @throws IllegalArgumentException with the message where it does not hold
   */
  static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
