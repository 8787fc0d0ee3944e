package dev.tenon.formats.image.jpeg;

/**
 * The size of a JPEG and of its units, each of which has at least one block of every component.
 *
 * @param horizontal the largest horizontal factor of the components
 * @param vertical the largest vertical factor
 */
record Frame(int height, int width, int horizontal, int vertical) {

  int unitsWide() {
    return divide(width, 8 * horizontal);
  }

  int unitsHigh() {
    return divide(height, 8 * vertical);
  }

  /** Returns a quotient, rounded up. */
  static int divide(int a, int b) {
    return (a + b - 1) / b;
  }
}
