package dev.tenon.error;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Says which of the known names a misspelled one may stand for. */
public final class Names {
  private static final int SUGGESTIONS = 3;

  private Names() {}

  /**
   * Returns the message for a name that is not known, with those that are spelled most like it.
   *
   * @param kind what is named, such as {@code loss}
   * @param name what was asked for
   * @param known all names
   */
  public static String unknown(String kind, String name, Collection<String> known) {
    String wanted = plain(name);
    Map<String, Integer> distances =
        known.stream()
            .collect(Collectors.toMap(each -> each, each -> distance(wanted, plain(each))));
    List<String> nearest =
        known.stream()
            .sorted(
                Comparator.comparing((String each) -> distances.get(each))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(SUGGESTIONS)
            .map(each -> "'" + each + "'")
            .toList();
    return "unknown " + kind + " '" + name + "'; nearest are " + String.join(", ", nearest);
  }

  /** Leaves out what people vary: case and underscores. */
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace("_", "");
  }

  /** Counts the letters to insert, remove or replace on the way from one text to the other. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
