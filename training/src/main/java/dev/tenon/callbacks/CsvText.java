package dev.tenon.callbacks;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Values between separators, as Python's {@code csv} writes them.
 *
 * <p>A spreadsheet runs a cell as a formula if it begins with {@code =}, {@code +}, {@code -},
 * {@code @}, a tab or a carriage return. Such a text gets an apostrophe in front, which
 * spreadsheets do not show. Numbers stay as they are.
 *
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">OWASP: CSV injection</a>
 */
public final class CsvText {
  private static final String STARTS = "=+-@\t\r";

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?|[+-](?i:inf|infinity|nan)");

  private CsvText() {}

  /**
   * Returns a line without its end; what holds a separator, a quote or an end of line is quoted.
   */
  public static String line(List<String> cells, String separator) {
    return String.join(separator, cells.stream().map(cell -> cell(cell, separator)).toList());
  }

  /** Returns one cell, quoted where it holds a separator, a quote or an end of line. */
  public static String cell(String text, String separator) {
    String cell = isFormula(text) ? "'" + text : text;
    boolean plain =
        !cell.contains(separator)
            && cell.chars().noneMatch(c -> c == '"' || c == '\r' || c == '\n');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  private static boolean isFormula(String text) {
    return !text.isEmpty()
        && STARTS.indexOf(text.charAt(0)) >= 0
        && !NUMBER.matcher(text).matches();
  }
}
