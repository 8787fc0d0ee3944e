package dev.tenon.cli.output;

import dev.tenon.internal.console.TextTable;
import dev.tenon.verify.Bound;
import dev.tenon.verify.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Shows verdicts in a terminal, a row for each model, and below what was wrong. */
public final class VerdictTable {
  private final TextTable table =
      new TextTable(
          List.of("file", "status", "max abs", "relative", "tolerance", "engines"),
          Set.of(2, 3, 4));
  private final List<String> messages = new ArrayList<>();

  /** Adds the verdict on a file. */
  public void add(String file, Verdict verdict) {
    Bound bound = verdict.bound();
    table.row(
        file,
        verdict.status().text(),
        number(verdict.maxAbsDiff()),
        number(verdict.relDiff()),
        bound == null ? "" : number(bound.relative()),
        verdict.engineNames());
    if (!verdict.message().isEmpty()) {
      messages.add(file + ": " + verdict.message());
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }

  @Override
  public String toString() {
    return table + String.join("", messages.stream().map(line -> line + "\n").toList());
  }
}
