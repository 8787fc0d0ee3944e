package dev.tenon;

/** Checks the arguments of public methods. */
final class RequiredArguments {
  private RequiredArguments() {}

  /**
   * Fails where an argument is null.
   *
   * @param name its name in the method
   * @throws NullPointerException where it is null; names it
   */
  static void check(Object argument, String name) {
    if (argument == null) {
      throw new NullPointerException("the argument '" + name + "' must not be null");
    }
  }

  /** Checks two arguments, in order. */
  static void check(Object argument, String name, Object second, String secondName) {
    check(argument, name);
    check(second, secondName);
  }

  /** Checks three arguments, in order. */
  static void check(
      Object argument,
      String name,
      Object second,
      String secondName,
      Object third,
      String thirdName) {
    check(argument, name, second, secondName);
    check(third, thirdName);
  }
}
