package dev.tenon.internal.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Suggests known names for a misspelled one. */
public final class Names {
  private static final int SUGGESTIONS = 3;

  private Names() {}

  /**
   * Returns the message for an unknown name, with the nearest known ones.
   *
   * @param kind the kind of object, such as {@code loss}
   * @param name the unknown name
   * @param known all names
   */
  public static String unknown(String kind, String name, Collection<String> known) {
    // A class and its function are one suggestion, in the spelling of what was asked for.
    Map<String, String> spellings = new LinkedHashMap<>();
    known.stream()
        .sorted(
            Comparator.comparingInt((String each) -> style(each) == style(name) ? 0 : 1)
                .thenComparing(Comparator.naturalOrder()))
        .forEach(each -> spellings.putIfAbsent(plain(each), each));
    Map<String, Integer> distances =
        spellings.values().stream()
            .collect(Collectors.toMap(each -> each, each -> apart(name, each)));
    List<String> nearest =
        spellings.values().stream()
            .sorted(
                Comparator.comparing((String each) -> distances.get(each))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(SUGGESTIONS)
            .map(each -> "'" + each + "'")
            .toList();
    return PlainText.of(
        "unknown " + kind + " '" + name + "'; nearest are " + String.join(", ", nearest));
  }

  private enum Style {
    CLASS,
    FUNCTION
  }

  private static Style style(String name) {
    boolean upper = !name.isEmpty() && Character.isUpperCase(name.charAt(0));
    return upper && !name.equals(name.toUpperCase(Locale.ROOT)) ? Style.CLASS : Style.FUNCTION;
  }

  /**
   * Returns how far two names are apart: by their letters, or by their words where that is nearer,
   * so that a word which somebody left out or exchanged counts little.
   */
  private static int apart(String wanted, String known) {
    int letters = distance(plain(wanted), plain(known));
    List<String> words = words(known);
    return isAbbreviation(plain(wanted), words)
        ? Math.min(letters, 1)
        : Math.min(letters, byWords(words(wanted), words));
  }

  /** Returns whether a name is made of first letters, as in scc and scce for a cross-entropy. */
  private static boolean isAbbreviation(String wanted, List<String> known) {
    String initials =
        known.stream().map(word -> word.substring(0, 1)).collect(Collectors.joining());
    return initials.length() >= 3
        && wanted.startsWith(initials)
        && wanted.length() <= initials.length() + 1;
  }

  private static int byWords(List<String> wanted, List<String> known) {
    if (wanted.size() < 2 && known.size() < 2) {
      return Integer.MAX_VALUE;
    }
    List<String> rest = new ArrayList<>(known);
    int sum = 0;
    for (String word : joined(wanted, known)) {
      String nearest =
          rest.stream().min(Comparator.comparingInt(each -> distance(word, each))).orElse("");
      int distance = distance(word, nearest);
      if (2 * distance > word.length()) {
        // Another word altogether.
        sum += word.length();
      } else {
        sum += distance;
        rest.remove(nearest);
      }
    }
    // Each word that was left out is one thing to add.
    return sum + rest.size();
  }

  /** Makes one word of two that are one in the other name. */
  private static List<String> joined(List<String> words, List<String> other) {
    List<String> joined = new ArrayList<>();
    for (String word : words) {
      int last = joined.size() - 1;
      if (last >= 0 && other.contains(joined.get(last) + word)) {
        joined.set(last, joined.get(last) + word);
      } else {
        joined.add(word);
      }
    }
    return joined;
  }

  /** Returns the words of a name: {@code max_pooling_2d}, {@code MaxPooling2D}. */
  private static List<String> words(String name) {
    String apart = name.replaceAll("(?<=[a-z])(?=[A-Z])", " ");
    return Stream.of(apart.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** Leaves out what people vary: case, underscores, hyphens and spaces. */
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
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
