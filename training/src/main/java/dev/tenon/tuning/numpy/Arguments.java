package dev.tenon.tuning.numpy;

/** Checks of user arguments. */
public final class Arguments {
  private Arguments() {}

  /**
   * Checks a condition.
   *
   * @param holds the condition
   * @param message the message of the error
   * @throws IllegalArgumentException if the condition does not hold
   */
  public static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
