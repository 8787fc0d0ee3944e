package dev.tenon.internal.console;

import dev.tenon.internal.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Draws a table with box characters, as Keras' summary looks in a terminal: with columns as wide as
 * their texts, or with Keras' own, which are fixed shares of a line.
 */
public final class TextTable {
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

  private static final int WIDEST = 60;
  private static final int PADDING = 2;

  private final List<Column> columns;
  private final int @Nullable [] fixed;
  private final List<List<String>> rows = new ArrayList<>();
  private boolean dense;

  /**
   * Starts a table whose columns are as wide as their texts; what is too wide is cut and ends in
   * dots.
   *
   * @param headings one a column
   * @param right the columns to align to the right
   */
  public TextTable(List<String> headings, Set<Integer> right) {
    columns =
        IntStream.range(0, headings.size())
            .mapToObj(
                i -> new Column(headings.get(i), right.contains(i) ? Align.RIGHT : Align.LEFT, 1))
            .toList();
    fixed = null;
  }

  /**
   * Starts a table of Keras' summary: a long text takes several lines, words that are longer than a
   * line are cut.
   */
  public TextTable(List<Column> columns, int lineLength) {
    this.columns = List.copyOf(columns);
    fixed = shares(columns, lineLength);
  }

  /** Takes from each column its part of what borders and spaces need, rounded as Python does. */
  private static int[] shares(List<Column> columns, int lineLength) {
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

  /** Leaves out the lines between the rows, for a table of many rows. */
  public void dense() {
    dense = true;
  }

  /** Adds a row, one text a column, as {@link PlainText}. */
  public void row(String... cells) {
    row(List.of(cells));
  }

  /** Adds a row, one text a column, as {@link PlainText}. */
  public void row(List<String> cells) {
    int most = fixed == null ? WIDEST : Integer.MAX_VALUE;
    rows.add(cells.stream().map(cell -> cut(PlainText.of(cell), most)).toList());
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1) + "…";
  }

  @Override
  public String toString() {
    int[] widths = fixed;
    boolean open = widths == null || !rows.isEmpty();
    List<String> headings = columns.stream().map(Column::heading).toList();
    if (widths == null) {
      widths = headings.stream().mapToInt(String::length).toArray();
      for (List<String> row : rows) {
        for (int i = 0; i < widths.length; i++) {
          widths[i] = Math.max(widths[i], row.get(i).length());
        }
      }
    }
    StringBuilder out = new StringBuilder();
    rule(out, widths, "┏━┳┓");
    cells(out, widths, headings, '┃');
    rule(out, widths, open ? "┡━╇┩" : "┗━┻┛");
    for (int i = 0; i < rows.size(); i++) {
      cells(out, widths, rows.get(i), '│');
      boolean last = i == rows.size() - 1;
      if (last || !dense) {
        rule(out, widths, last ? "└─┴┘" : "├─┼┤");
      }
    }
    return out.toString();
  }

  private static void rule(StringBuilder out, int[] widths, String glyphs) {
    for (int i = 0; i < widths.length; i++) {
      out.append(glyphs.charAt(i == 0 ? 0 : 2));
      out.append(String.valueOf(glyphs.charAt(1)).repeat(widths[i] + PADDING));
    }
    out.append(glyphs.charAt(3)).append(System.lineSeparator());
  }

  private void cells(StringBuilder out, int[] widths, List<String> cells, char bar) {
    List<List<String>> wrapped = new ArrayList<>();
    int height = 1;
    for (int i = 0; i < widths.length; i++) {
      wrapped.add(wrap(cells.get(i), widths[i]));
      height = Math.max(height, wrapped.get(i).size());
    }
    for (int line = 0; line < height; line++) {
      for (int i = 0; i < widths.length; i++) {
        String text = line < wrapped.get(i).size() ? wrapped.get(i).get(line) : "";
        out.append(bar).append(' ').append(aligned(text, columns.get(i).align(), widths[i]));
        out.append(' ');
      }
      out.append(bar).append(System.lineSeparator());
    }
  }

  private static String aligned(String whole, Align align, int width) {
    String text = cut(whole, width);
    int missing = width - text.length();
    int before =
        switch (align) {
          case LEFT -> 0;
          case RIGHT -> missing;
          case CENTER -> missing / 2;
        };
    return " ".repeat(before) + text + " ".repeat(missing - before);
  }

  /** Breaks a text between words, where the next one does not fit. */
  private static List<String> wrap(String text, int width) {
    if (text.length() <= width) {
      return List.of(text);
    }
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
