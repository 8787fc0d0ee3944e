package dev.tenon;

/** Checks the arguments of public methods. */
final class Arguments {
  private Arguments() {}

  /**
   * Fails where an argument is null.
   *
   * @param name its name in the method
   * @throws NullPointerException where it is null; names it
   */
  static void given(Object argument, String name) {
    if (argument == null) {
      throw new NullPointerException("the argument '" + name + "' must not be null");
    }
  }
}
