package dev.tenon.tests.docs;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares an output with what a page says of it.
 *
 * <p>Numbers with a decimal point may differ by 0.05, or by 5 % where they are greater than one: a
 * training gives slightly other numbers on another processor. All else is equal but for the width
 * of spaces. A line {@code …} in the page stands for any number of lines.
 */
final class PrintedText {
  private static final double TOLERANCE = 0.05;
  private static final Pattern DECIMAL = Pattern.compile("-?\\d+\\.\\d+(?:[eE][-+]?\\d+)?");

  private PrintedText() {}

  /** Returns the first difference, in words; empty where there is none. */
  static Optional<String> difference(String page, String output) {
    List<String> expected = page.stripTrailing().lines().toList();
    List<String> printed = output.stripTrailing().lines().toList();
    return fits(expected, printed)
        ? Optional.empty()
        : Optional.of("\nthe page says\n" + page + "the program prints\n" + output);
  }

  private static boolean fits(List<String> expected, List<String> printed) {
    if (expected.isEmpty()) {
      return printed.isEmpty();
    }
    List<String> rest = expected.subList(1, expected.size());
    if (expected.get(0).strip().equals("…")) {
      for (int skipped = 0; skipped <= printed.size(); skipped++) {
        if (fits(rest, printed.subList(skipped, printed.size()))) {
          return true;
        }
      }
      return false;
    }
    return !printed.isEmpty()
        && near(expected.get(0), printed.get(0))
        && fits(rest, printed.subList(1, printed.size()));
  }

  private static boolean near(String expected, String printed) {
    if (!shape(expected).equals(shape(printed))) {
      return false;
    }
    Matcher left = DECIMAL.matcher(expected);
    Matcher right = DECIMAL.matcher(printed);
    while (left.find() && right.find()) {
      double a = Double.parseDouble(left.group());
      double b = Double.parseDouble(right.group());
      if (Math.abs(a - b) > TOLERANCE * Math.max(1, Math.abs(a))) {
        return false;
      }
    }
    return true;
  }

  private static String shape(String line) {
    return DECIMAL.matcher(line).replaceAll("#").replaceAll("\\s+", " ").strip();
  }
}
