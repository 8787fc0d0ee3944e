package dev.tenon.callbacks;

import java.util.List;

/** Values between separators, as Python's {@code csv} writes them. */
public final class CsvText {
  private CsvText() {}

  /**
   * Returns a line without its end; what holds a separator, a quote or an end of line is quoted.
   */
  public static String line(List<String> cells, String separator) {
    return String.join(separator, cells.stream().map(cell -> quoted(cell, separator)).toList());
  }

  private static String quoted(String cell, String separator) {
    boolean plain =
        !cell.contains(separator)
            && cell.chars().noneMatch(c -> c == '"' || c == '\r' || c == '\n');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
