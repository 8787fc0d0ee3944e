package dev.tenon.cli.option;

/** Checks the numbers that options give, before anything that takes time. */
public final class OptionNumbers {
  private OptionNumbers() {}

  /**
   * Refuses a number that is too small, or none.
   *
   * @throws IllegalArgumentException that names the option
   */
  public static void atLeast(String option, int least, Number value) {
    if (!(value.doubleValue() >= least)) {
      throw new IllegalArgumentException(
          option + " must be at least " + least + ", received " + value);
    }
  }
}
