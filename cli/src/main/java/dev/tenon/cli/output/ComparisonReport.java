package dev.tenon.cli.output;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.inspect.Comparison;
import dev.tenon.internal.console.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Shows a comparison of two models.
 *
 * @param comparison what is shown
 * @param all whether values that agree are shown, too
 */
public record ComparisonReport(Comparison comparison, boolean all) {
  private static final int FEW = 8;

  /** Returns every value that was compared, and those that have no counterpart. */
  public ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("same", comparison.same());
    Comparison.Line first = comparison.first();
    root.put("first_to_diverge", first == null ? null : first.left());
    root.put("tolerance", comparison.tolerance());
    ArrayNode values = root.putArray("values");
    for (Comparison.Line line : comparison.lines()) {
      ObjectNode node = values.addObject().put("first", line.left()).put("second", line.right());
      put(node, "max_abs_diff", line.difference().maxAbs());
      put(node, "rel_diff", line.difference().relative());
      node.put("differs", comparison.differs(line)).put("problem", line.difference().problem());
    }
    comparison.onlyLeft().forEach(root.putArray("only_first")::add);
    comparison.onlyRight().forEach(root.putArray("only_second")::add);
    comparison.lostOutputs().forEach(root.putArray("lost_outputs")::add);
    return root;
  }

  /** JSON has no infinity: a difference that is not a number is null. */
  private static void put(ObjectNode node, String key, double value) {
    if (Double.isFinite(value)) {
      node.put(key, value);
    } else {
      node.putNull(key);
    }
  }

  /** Prints a table of what differs, and the first value that does. */
  public void print(Output out) {
    TextTable table =
        new TextTable(
            List.of("first model", "second model", "max abs", "relative", ""), Set.of(2, 3));
    int differing = 0;
    for (Comparison.Line line : comparison.lines()) {
      boolean differs = comparison.differs(line);
      differing += differs ? 1 : 0;
      if (differs || all) {
        table.row(
            line.left(),
            line.byName() ? "=" : line.right(),
            number(line.difference().maxAbs()),
            number(line.difference().relative()),
            line.difference().problem().isEmpty()
                ? (differs ? "differs" : "")
                : line.difference().problem());
      }
    }
    if (differing > 0 || all) {
      out.print(table.toString());
    }
    out.line(
        comparison.lines().size()
            + " values compared, "
            + differing
            + " differ, "
            + (comparison.onlyLeft().size() + comparison.onlyRight().size())
            + " have no counterpart");
    unmatched(out, "first", comparison.onlyLeft());
    unmatched(out, "second", comparison.onlyRight());
    comparison
        .lostOutputs()
        .forEach(name -> out.line("output '" + name + "' has no counterpart in the other model"));
    Comparison.Line first = comparison.first();
    if (first != null) {
      String problem = first.difference().problem();
      out.line(
          "first to diverge: "
              + first.left()
              + (first.byName() ? "" : " (matched with " + first.right() + ")")
              + (problem.isEmpty()
                  ? " by "
                      + number(first.difference().maxAbs())
                      + ", "
                      + number(first.difference().relative())
                      + " of its largest value"
                  : ": " + problem));
    }
  }

  private void unmatched(Output out, String which, List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    int shown = all ? names.size() : Math.min(FEW, names.size());
    out.line(
        "only in the "
            + which
            + " model: "
            + String.join(", ", names.subList(0, shown))
            + (shown < names.size()
                ? ", and " + (names.size() - shown) + " more (--all names them)"
                : ""));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }
}
