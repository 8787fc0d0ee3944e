package dev.tenon.lifting.walk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes reasons in few lines: those that are alike are one line with their number. */
final class ReasonLines {
  private static final int MOST_LINES = 20;
  private static final int MOST_NAMES = 3;
  private static final int LONGEST_NAME = 80;
  private static final int LONGEST_REASON = 300;

  private ReasonLines() {}

  private record Kind(String what, String reason) {}

  /**
   * Returns at most twenty lines; where there are more kinds of reasons, the rarest are counted.
   */
  static List<String> of(List<Failures.Reason> reasons) {
    Map<Kind, List<String>> kinds = new LinkedHashMap<>();
    for (Failures.Reason one : reasons) {
      kinds
          .computeIfAbsent(new Kind(one.what(), one.reason()), kind -> new ArrayList<>())
          .add(one.name());
    }
    List<Map.Entry<Kind, List<String>>> sorted = new ArrayList<>(kinds.entrySet());
    boolean all = sorted.size() <= MOST_LINES;
    if (!all) {
      sorted.sort(Comparator.comparing(entry -> -entry.getValue().size()));
    }
    List<String> lines = new ArrayList<>();
    int shown = all ? sorted.size() : MOST_LINES - 1;
    for (Map.Entry<Kind, List<String>> entry : sorted.subList(0, shown)) {
      lines.add(line(entry.getKey(), entry.getValue()));
    }
    if (!all) {
      long left = sorted.stream().skip(shown).mapToLong(entry -> entry.getValue().size()).sum();
      int others = sorted.size() - shown;
      lines.add("and " + left + " more, for " + others + " other reasons");
    }
    return lines;
  }

  private static String line(Kind kind, List<String> names) {
    StringBuilder line = new StringBuilder();
    // "node (Conv)" becomes "node 'name' (Conv)", and "3 nodes (Conv) 'a', 'b', 'c'".
    int end = kind.what.indexOf(' ');
    String noun = end < 0 ? kind.what : kind.what.substring(0, end);
    String type = end < 0 ? "" : kind.what.substring(end);
    if (names.size() == 1) {
      line.append(noun)
          .append(" '")
          .append(cut(names.get(0), LONGEST_NAME))
          .append('\'')
          .append(type);
    } else {
      line.append(names.size()).append(' ').append(noun).append('s').append(type);
      for (int i = 0; i < Math.min(names.size(), MOST_NAMES); i++) {
        line.append(i == 0 ? " '" : ", '").append(cut(names.get(i), LONGEST_NAME)).append('\'');
      }
      line.append(names.size() > MOST_NAMES ? ", …" : "");
    }
    return line.append(": ").append(cut(kind.reason, LONGEST_REASON)).toString();
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }
}
