package dev.tenon.internal.console;

import dev.tenon.error.PlainText;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws the table of Keras' summary: columns of fixed shares of a line, a rule between all rows,
 * long cells in several lines, words that are longer than that cut.
 */
public final class LayerTable {
  /** Where the text of a column stands. */
  public enum Align {
    LEFT,
    RIGHT,
    CENTER
  }

  /**
   * A column.
   *
   * @param end where it ends, as a share of the line
   */
  public record Column(String heading, Align align, double end) {}

  private static final int PADDING = 2;

  private final List<Column> columns;
  private final int[] widths;
  private final List<List<String>> rows = new ArrayList<>();

  public LayerTable(List<Column> columns, int lineLength) {
    this.columns = List.copyOf(columns);
    this.widths = widths(columns, lineLength);
  }

  /** Takes from each column its part of what borders and spaces need, rounded as Python does. */
  private static int[] widths(List<Column> columns, int lineLength) {
    int[] widths = new int[columns.size()];
    int left = PADDING * widths.length + widths.length + 1;
    int start = 0;
    for (int i = 0; i < widths.length; i++) {
      int end = (int) (columns.get(i).end() * lineLength);
      int share = (int) Math.rint(left / (double) (widths.length - i));
      widths[i] = Math.max(1, end - start + PADDING - share - PADDING);
      left -= share;
      start = end;
    }
    return widths;
  }

  public void row(List<String> cells) {
    rows.add(cells.stream().map(PlainText::of).toList());
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    rule(out, "┏━┳┓");
    cells(out, columns.stream().map(Column::heading).toList(), '┃');
    rule(out, rows.isEmpty() ? "┗━┻┛" : "┡━╇┩");
    for (int i = 0; i < rows.size(); i++) {
      cells(out, rows.get(i), '│');
      rule(out, i == rows.size() - 1 ? "└─┴┘" : "├─┼┤");
    }
    return out.toString();
  }

  private void rule(StringBuilder out, String glyphs) {
    for (int i = 0; i < widths.length; i++) {
      out.append(glyphs.charAt(i == 0 ? 0 : 2));
      out.append(String.valueOf(glyphs.charAt(1)).repeat(widths[i] + PADDING));
    }
    out.append(glyphs.charAt(3)).append(System.lineSeparator());
  }

  private void cells(StringBuilder out, List<String> cells, char bar) {
    List<List<String>> wrapped = new ArrayList<>();
    int height = 1;
    for (int i = 0; i < widths.length; i++) {
      wrapped.add(wrap(cells.get(i), widths[i]));
      height = Math.max(height, wrapped.get(i).size());
    }
    for (int line = 0; line < height; line++) {
      for (int i = 0; i < widths.length; i++) {
        String text = line < wrapped.get(i).size() ? wrapped.get(i).get(line) : "";
        out.append(bar).append(' ').append(aligned(text, i)).append(' ');
      }
      out.append(bar).append(System.lineSeparator());
    }
  }

  private String aligned(String whole, int column) {
    int width = widths[column];
    String text = whole.length() <= width ? whole : whole.substring(0, width - 1) + "…";
    int missing = width - text.length();
    int before =
        switch (columns.get(column).align()) {
          case LEFT -> 0;
          case RIGHT -> missing;
          case CENTER -> missing / 2;
        };
    return " ".repeat(before) + text + " ".repeat(missing - before);
  }

  /** Breaks a text between words, where the next one does not fit. */
  private static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int end = word(text, at);
      String word = text.substring(at, end);
      if (!line.isEmpty() && line.length() + word.stripTrailing().length() > width) {
        lines.add(line.toString().stripTrailing());
        line.setLength(0);
      }
      line.append(word);
      at = end;
    }
    lines.add(line.toString().stripTrailing());
    return lines;
  }

  /** Returns the end of a word with the spaces around it. */
  private static int word(String text, int from) {
    int end = from;
    for (boolean spaces : List.of(true, false, true)) {
      while (end < text.length() && (text.charAt(end) == ' ') == spaces) {
        end++;
      }
    }
    return end;
  }
}
