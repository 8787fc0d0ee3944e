package dev.tenon.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The packages that may have more files than others, each with a reason: at most ten. */
final class LargePackages {
  private static final int MOST = 10;
  private static final String LIST = "tests/src/test/resources/large-packages.tsv";

  private LargePackages() {}

  /** Returns their names. */
  static Set<String> names() {
    List<String> lines;
    try {
      lines = Files.readAllLines(Checkout.file(LIST));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Set<String> names = lines.stream().skip(1).map(LargePackages::name).collect(Collectors.toSet());
    if (names.size() > MOST) {
      throw new IllegalStateException(LIST + ": " + names.size() + " packages; at most " + MOST);
    }
    return names;
  }

  private static String name(String line) {
    String[] words = line.split("\t", -1);
    if (words.length != 2 || words[1].isBlank()) {
      throw new IllegalStateException(LIST + ": '" + line + "' has no reason");
    }
    return words[0];
  }
}
