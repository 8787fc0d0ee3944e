package dev.tenon.tests.keras;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Names of Keras that are listed with a reason: one a line, with a tab before the reason. */
final class ListedReasons {
  private static final Map<String, String> NOT_COUNTED = read("names-only-for-python.tsv", 1);

  private ListedReasons() {}

  /**
   * Reads a resource with a header.
   *
   * @param columns how many columns before the reason make the name
   */
  static Map<String, String> read(String resource, int columns) {
    Map<String, String> reasons = new TreeMap<>();
    try (InputStream in = ListedReasons.class.getResourceAsStream("/" + resource);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    Objects.requireNonNull(in, resource), StandardCharsets.UTF_8))) {
      lines.readLine();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int end = -1;
        for (int i = 0; i < columns; i++) {
          end = line.indexOf('\t', end + 1);
        }
        if (end < 0 || end == line.length() - 1) {
          throw new IllegalStateException(resource + ": no reason in '" + line + "'");
        }
        reasons.put(line.substring(0, end), line.substring(end + 1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return reasons;
  }

  /**
   * Says whether a public name means something in Python only, so that nobody misses it in Java. A
   * listed name that ends in {@code *} stands for all that start so.
   */
  static boolean notCounted(String name) {
    return reason(name) != null;
  }

  /** Returns why a name is not counted; null where it is. */
  static String reason(String name) {
    for (Map.Entry<String, String> entry : NOT_COUNTED.entrySet()) {
      String listed = entry.getKey();
      if (listed.equals(name)
          || (listed.endsWith("*") && name.startsWith(listed.substring(0, listed.length() - 1)))
          || (listed.startsWith("*") && name.endsWith(listed.substring(1)))) {
        return entry.getValue();
      }
    }
    return null;
  }
}
