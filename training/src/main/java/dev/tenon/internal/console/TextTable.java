package dev.tenon.internal.console;

import dev.tenon.error.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Draws a table with box characters, as Keras' summary looks in a terminal. */
public final class TextTable {
  private static final int WIDEST = 60;

  private final List<String> headings;
  private final Set<Integer> right;
  private final List<List<String>> rows = new ArrayList<>();
  private boolean dense;

  /**
   * Starts a table.
   *
   * @param headings one a column
   * @param right the columns to align to the right
   */
  public TextTable(List<String> headings, Set<Integer> right) {
    this.headings = List.copyOf(headings);
    this.right = Set.copyOf(right);
  }

  /** Leaves out the lines between the rows, for a table of many rows. */
  public void dense() {
    dense = true;
  }

  /**
   * Adds a row, one text a column, as {@link PlainText}; what is too wide is cut and ends in dots.
   */
  public void row(String... cells) {
    List<String> row = new ArrayList<>();
    for (String text : cells) {
      String cell = PlainText.of(text);
      row.add(cell.length() > WIDEST ? cell.substring(0, WIDEST - 1) + "…" : cell);
    }
    rows.add(row);
  }

  @Override
  public String toString() {
    int[] widths = new int[headings.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = headings.get(i).length();
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder out = new StringBuilder();
    line(out, widths, "┏━┳┓");
    cells(out, widths, headings, "┃");
    line(out, widths, "┡━╇┩");
    for (int i = 0; i < rows.size(); i++) {
      cells(out, widths, rows.get(i), "│");
      boolean last = i == rows.size() - 1;
      if (last || !dense) {
        line(out, widths, last ? "└─┴┘" : "├─┼┤");
      }
    }
    return out.toString();
  }

  private static void line(StringBuilder out, int[] widths, String glyphs) {
    out.append(glyphs.charAt(0));
    for (int i = 0; i < widths.length; i++) {
      out.append(String.valueOf(glyphs.charAt(1)).repeat(widths[i] + 2));
      out.append(glyphs.charAt(i == widths.length - 1 ? 3 : 2));
    }
    out.append(System.lineSeparator());
  }

  private void cells(StringBuilder out, int[] widths, List<String> cells, String bar) {
    out.append(bar);
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      String space = " ".repeat(widths[i] - cell.length());
      out.append(' ').append(right.contains(i) ? space + cell : cell + space).append(' ');
      out.append(bar);
    }
    out.append(System.lineSeparator());
  }
}
