package dev.tenon.cli.output;

import dev.tenon.internal.console.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Shows a loss and metrics to a person. */
public final class MetricTable {
  private MetricTable() {}

  /** Returns a table with a row for each value. */
  public static String of(Map<String, Double> values) {
    TextTable table = new TextTable(List.of("metric", "value"), Set.of(1));
    table.dense();
    values.forEach((name, value) -> table.row(name, text(value)));
    return table.toString();
  }

  /** Returns a value with six significant digits, without trailing zeros. */
  public static String text(double value) {
    if (!Double.isFinite(value)) {
      return String.valueOf(value);
    }
    String text = String.format(Locale.ROOT, "%.6g", value);
    return text.contains("e") || !text.contains(".") ? text : text.replaceAll("\\.?0+$", "");
  }
}
