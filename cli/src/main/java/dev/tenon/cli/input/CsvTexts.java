package dev.tenon.cli.input;

import dev.tenon.formats.WholeFile;
import dev.tenon.internal.csv.CsvReader;
import dev.tenon.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rows of texts in a CSV file, for an input that takes strings.
 *
 * <p>A first row that has nothing but the input's name is a heading.
 */
final class CsvTexts {
  private CsvTexts() {}

  /** A row and the line that it begins in. */
  private record Row(List<String> cells, long line) {}

  /**
   * Reads a file, (rows, columns).
   *
   * @param input the name of the input, which a heading has
   * @param columns how many texts a row must have; -1 where any number will do
   * @throws IllegalArgumentException where a row has another number of texts
   */
  static Tensor read(Path file, String input, long columns) throws IOException {
    List<Row> rows = rows(file);
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

  private static List<Row> rows(Path file) throws IOException {
    InputStreamReader text =
        new InputStreamReader(
            new ByteArrayInputStream(WholeFile.bytes(file)), StandardCharsets.UTF_8.newDecoder());
    List<Row> rows = new ArrayList<>();
    try (CsvReader csv = new CsvReader(file.toString(), text, ',')) {
      for (List<String> cells = csv.next(); cells != null; cells = csv.next()) {
        rows.add(new Row(cells, csv.line()));
      }
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          file + ": the texts are not UTF-8: save the file in that encoding", e);
    }
    return rows;
  }

  private static boolean isHeading(List<String> cells, String input) {
    return cells.size() == 1
        && cells.get(0).strip().toLowerCase(Locale.ROOT).equals(input.toLowerCase(Locale.ROOT));
  }
}
