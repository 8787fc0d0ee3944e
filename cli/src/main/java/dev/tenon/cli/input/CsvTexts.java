package dev.tenon.cli.input;

import dev.tenon.formats.WholeFile;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rows of texts in a CSV file, for an input that takes strings.
 *
 * <p>Texts are separated by commas; one with a comma, a quote or a line break in it is put in
 * quotes, and a quote inside is doubled, as RFC 4180 has it. A first row that has nothing but the
 * input's name is a heading.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
final class CsvTexts {
  private final Path file;
  private final String text;
  private int at;
  private int line = 1;

  private CsvTexts(Path file, String text) {
    this.file = file;
    this.text = text;
  }

  /** A row and the line that it begins in. */
  private record Row(List<String> cells, int line) {}

  /**
   * Reads a file, (rows, columns).
   *
   * @param input the name of the input, which a heading has
   * @param columns how many texts a row must have; -1 where any number will do
   * @throws IllegalArgumentException where a row has another number of texts
   */
  static Tensor read(Path file, String input, long columns) throws IOException {
    byte[] bytes = WholeFile.bytes(file);
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          file + ": the texts are not UTF-8: save the file in that encoding", e);
    }
    List<Row> rows = new CsvTexts(file, WholeFile.withoutMark(text)).rows();
    if (rows.size() > 1 && isHeading(rows.get(0).cells(), input)) {
      rows = rows.subList(1, rows.size());
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(file + ": no rows of texts");
    }
    long wanted = columns < 0 ? rows.get(0).cells().size() : columns;
    List<String> all = new ArrayList<>();
    for (Row row : rows) {
      if (row.cells().size() != wanted) {
        throw new IllegalArgumentException(
            file
                + ":"
                + row.line()
                + ": "
                + row.cells().size()
                + " columns; input '"
                + input
                + "' takes "
                + wanted
                + ": put a text that has commas in quotes");
      }
      all.addAll(row.cells());
    }
    return Tensor.ofStrings(all.toArray(String[]::new), rows.size(), wanted);
  }

  private static boolean isHeading(List<String> cells, String input) {
    return cells.size() == 1
        && cells.get(0).strip().toLowerCase(Locale.ROOT).equals(input.toLowerCase(Locale.ROOT));
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    while (at < text.length()) {
      int begin = line;
      int start = at;
      List<String> cells = row();
      boolean blank = cells.size() == 1 && text.substring(start, at).isBlank();
      if (!blank) {
        rows.add(new Row(cells, begin));
      }
    }
    return rows;
  }

  private List<String> row() {
    List<String> cells = new ArrayList<>();
    while (true) {
      cells.add(cell());
      if (at == text.length()) {
        return cells;
      }
      char end = text.charAt(at++);
      if (end != ',') {
        if (end == '\r' && at < text.length() && text.charAt(at) == '\n') {
          at++;
        }
        line++;
        return cells;
      }
    }
  }

  /** Reads up to a comma or the end of a line. */
  private String cell() {
    StringBuilder cell = new StringBuilder();
    if (at < text.length() && text.charAt(at) == '"') {
      quoted(cell);
    }
    while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
      cell.append(text.charAt(at++));
    }
    return cell.toString();
  }

  private void quoted(StringBuilder cell) {
    int begin = line;
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        boolean doubled = at < text.length() && text.charAt(at) == '"';
        if (!doubled) {
          return;
        }
        at++;
      }
      line += c == '\n' ? 1 : 0;
      cell.append(c);
    }
    throw new IllegalArgumentException(file + ":" + begin + ": a quote has no end");
  }
}
