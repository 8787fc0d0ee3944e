package dev.tenon.cli.input;

import dev.tenon.formats.WholeFile;
import dev.tenon.internal.csv.CsvReader;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Rows of numbers in a text file: separated by commas, semicolons or tabs, with a line of headings
 * or without.
 */
final class NumericRows {
  // Not all that Java takes: 1d, 0x1p3.
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern DECIMAL_COMMA = Pattern.compile("-?\\d+,\\d+");
  private static final Pattern INDEX = Pattern.compile("\\d+");

  private final Path file;
  private final List<double[]> rows = new ArrayList<>();

  private NumericRows(Path file) {
    this.file = file;
  }

  /**
   * Reads a file, (rows, columns).
   *
   * @throws IllegalArgumentException where it holds something else
   */
  static Tensor read(Path file) throws IOException {
    NumericRows rows = new NumericRows(file);
    String text = text(file);
    boolean first = true;
    try (CsvReader csv = new CsvReader(file.toString(), new StringReader(text), separator(text))) {
      for (List<String> row = csv.next(); row != null; row = csv.next()) {
        List<String> cells = row.stream().map(String::strip).toList();
        if (!first || !isHeadings(cells)) {
          rows.add(csv.line(), cells);
        }
        first = false;
      }
    }
    return rows.tensor();
  }

  static String text(Path file) throws IOException {
    byte[] bytes = WholeFile.bytes(file);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      // Headings of an older program: numbers are the same in every such alphabet.
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  /** Returns the separator of the first line that is not blank. */
  static char separator(String text) {
    String line = text.lines().filter(each -> !each.isBlank()).findFirst().orElse("");
    return line.indexOf('\t') >= 0 ? '\t' : line.indexOf(';') >= 0 ? ';' : ',';
  }

  private void add(long line, List<String> cells) {
    double[] row = new double[cells.size()];
    for (int i = 0; i < row.length; i++) {
      String cell = cells.get(i);
      row[i] = number(cell).orElseThrow(() -> wrong(line, cells.indexOf(cell), cell));
    }
    if (!rows.isEmpty() && rows.get(0).length != row.length) {
      throw new IllegalArgumentException(
          file
              + ":"
              + line
              + ": "
              + row.length
              + " columns, the first row has "
              + rows.get(0).length
              + ": give all rows as many");
    }
    rows.add(row);
  }

  /** Says whether a line names its columns: one cell is text, and no other is a measured number. */
  private static boolean isHeadings(List<String> cells) {
    boolean text = false;
    for (String cell : cells) {
      boolean comma = DECIMAL_COMMA.matcher(cell).matches();
      boolean named = !cell.isEmpty() && !comma && number(cell).isEmpty();
      text |= named;
      if (!named && !cell.isEmpty() && !INDEX.matcher(cell).matches()) {
        return false;
      }
    }
    return text;
  }

  private IllegalArgumentException wrong(long line, int column, String cell) {
    String what =
        cell.isEmpty()
            ? "is empty; a model takes no missing values: fill them in, or leave the row out"
            : DECIMAL_COMMA.matcher(cell).matches()
                ? "'" + cell + "' has a decimal comma: write a point"
                : "'" + cell + "' is no number: correct it, or leave the column out";
    return new IllegalArgumentException(
        file + ":" + line + ": column " + (column + 1) + ": " + what);
  }

  static OptionalDouble number(String cell) {
    if (NUMBER.matcher(cell).matches()) {
      return OptionalDouble.of(Double.parseDouble(cell));
    }
    return switch (cell.toLowerCase(Locale.ROOT)) {
      case "nan", "+nan", "-nan" -> OptionalDouble.of(Double.NaN);
      case "inf", "+inf", "infinity" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
      case "-inf", "-infinity" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
      default -> OptionalDouble.empty();
    };
  }

  private Tensor tensor() {
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          file + ": no rows of numbers: write one line a sample, its values separated by commas");
    }
    int columns = rows.get(0).length;
    Tensor.Writer writer =
        new Tensor.Writer(DType.FLOAT64, InputFiles.size(rows.size(), columns, file + ": "));
    int at = 0;
    for (double[] row : rows) {
      for (double value : row) {
        writer.set(at++, value);
      }
    }
    return writer.build(rows.size(), columns);
  }
}
