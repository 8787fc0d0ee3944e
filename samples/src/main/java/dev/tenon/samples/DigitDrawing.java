package dev.tenon.samples;

import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Digits in letters, for a terminal. */
final class DigitDrawing {
  private static final String GREYS = " .:-=+*#%@";
  private static final int SIZE = 28;

  private DigitDrawing() {}

  /** Returns two images of 28 times 28 values from 0 to 1, every second row of them. */
  static List<String> sideBySide(Tensor left, Tensor right) {
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < SIZE; row += 2) {
      lines.add(row(left, row) + "   " + row(right, row));
    }
    return lines;
  }

  private static String row(Tensor image, int row) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < SIZE; column++) {
      double grey = image.getDouble((long) row * SIZE + column);
      line.append(GREYS.charAt((int) Math.min(GREYS.length() - 1, grey * GREYS.length())));
    }
    return line.toString();
  }
}
