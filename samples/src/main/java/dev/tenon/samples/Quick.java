package dev.tenon.samples;

/** How long a sample may take: {@code tenon sample NAME --quick} only shows that it works. */
final class Quick {
  private Quick() {}

  static boolean on() {
    return Boolean.getBoolean("tenon.sample.quick");
  }

  /** Returns one number for a quick run and another for a whole one. */
  static int or(int quick, int whole) {
    return on() ? quick : whole;
  }
}
