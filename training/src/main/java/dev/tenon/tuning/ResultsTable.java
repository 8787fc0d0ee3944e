package dev.tenon.tuning;

import dev.tenon.internal.console.Progbar;
import dev.tenon.internal.console.TextTable;
import dev.tenon.tensor.PythonText;
import dev.tenon.tuning.numpy.NumpyStatistics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The results of a search for a person to read. */
final class ResultsTable {
  private static final int MOST_ROWS = 20;

  private ResultsTable() {}

  static String of(SearchResults results) {
    List<String> names = names(results);
    List<String> headings = new ArrayList<>(List.of("rank"));
    headings.addAll(names);
    headings.addAll(List.of("mean score", "std", "fit time"));
    Set<Integer> right = new HashSet<>(Set.of(0));
    for (int column = 0; column < names.size() + 3; column++) {
      int at = column;
      if (column >= names.size()
          || results.candidates().stream()
              .allMatch(each -> each.params().get(names.get(at)) instanceof Number)) {
        right.add(column + 1);
      }
    }
    TextTable table = new TextTable(headings, right);
    results.candidates().stream()
        .sorted(Comparator.comparingInt(SearchResults.Candidate::rank))
        .limit(MOST_ROWS)
        .forEach(candidate -> table.row(row(candidate, names)));
    return table + footnotes(results);
  }

  private static List<String> names(SearchResults results) {
    Set<String> names = new TreeSet<>();
    results.candidates().forEach(candidate -> names.addAll(candidate.params().keySet()));
    return List.copyOf(names);
  }

  private static List<String> row(SearchResults.Candidate candidate, List<String> names) {
    List<String> row = new ArrayList<>(List.of(String.valueOf(candidate.rank())));
    for (String name : names) {
      row.add(Objects.toString(candidate.params().get(name), ""));
    }
    row.add(Progbar.shown(candidate.meanTestScore()));
    row.add(Progbar.shown(candidate.stdTestScore()));
    double[] times = candidate.fitTimes().stream().mapToDouble(Double::doubleValue).toArray();
    row.add(PythonText.fixed(NumpyStatistics.mean(times), 2) + " s");
    return row;
  }

  private static String footnotes(SearchResults results) {
    StringBuilder notes = new StringBuilder();
    int more = results.candidates().size() - MOST_ROWS;
    if (more > 0) {
      notes.append("and ").append(more).append(" more; toCsv writes them all\n");
    }
    List<RuntimeException> failures = results.failures();
    if (!failures.isEmpty()) {
      int fits = results.candidates().stream().mapToInt(each -> each.testScores().size()).sum();
      notes
          .append(failures.size())
          .append(" of ")
          .append(fits)
          .append(" fits failed; the first: ")
          .append(SearchResults.message(failures.get(0)))
          .append('\n');
    }
    return notes.toString();
  }
}
