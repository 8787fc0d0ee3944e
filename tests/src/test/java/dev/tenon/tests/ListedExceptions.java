package dev.tenon.tests;

import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The exceptions from a rule, each with a reason: at most ten of a rule. */
final class ListedExceptions {
  private static final int MOST = 10;
  private static final String FOLDER = "tests/src/test/resources/";

  private ListedExceptions() {}

  /**
   * Returns their names.
   *
   * @param list a file of the tests' resources: a heading, then a name and a reason in each line
   */
  static Set<String> of(String list) {
    List<String> lines;
    try {
      lines = Files.readAllLines(Checkout.file(FOLDER + list));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Set<String> names =
        lines.stream().skip(1).map(line -> name(list, line)).collect(Collectors.toSet());
    if (names.size() > MOST) {
      throw new IllegalStateException(list + ": " + names.size() + " exceptions; at most " + MOST);
    }
    return names;
  }

  private static String name(String list, String line) {
    String[] words = line.split("\t", -1);
    if (words.length != 2 || words[1].isBlank()) {
      throw new IllegalStateException(list + ": '" + line + "' has no reason");
    }
    return words[0];
  }
}
