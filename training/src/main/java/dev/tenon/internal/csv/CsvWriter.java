package dev.tenon.internal.csv;

import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.tenon.formats.AtomicFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Writes comma-separated values row by row, with the quotes that Python's {@code csv} writes: a
 * cell is quoted where it holds a separator, a quote or an end of line.
 *
 * <p>A spreadsheet runs a cell as a formula if it begins with {@code =}, {@code +}, {@code -},
 * {@code @}, a tab or a carriage return. Such a text gets an apostrophe in front, which
 * spreadsheets do not show. Numbers stay as they are.
 *
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">OWASP: CSV injection</a>
 */
public final class CsvWriter implements Closeable {
  private static final CsvFactory FACTORY =
      CsvFactory.builder().enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING).build();

  private static final String FORMULA_STARTS = "=+-@\t\r";

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?|[+-](?i:inf|infinity|nan)");

  private final CsvGenerator generator;

  /** Writes to a stream, which is closed with this writer. */
  public CsvWriter(Writer out, char separator, String lineEnd) throws IOException {
    generator = FACTORY.createGenerator(out);
    generator.setSchema(
        CsvSchema.emptySchema().withColumnSeparator(separator).withLineSeparator(lineEnd));
  }

  /** Writes a file, which appears when it is complete, with the line ends of this system. */
  public static void write(Path csv, List<List<String>> rows) throws IOException {
    AtomicFile.write(
        csv,
        file -> {
          try (CsvWriter out =
              new CsvWriter(Files.newBufferedWriter(file), ',', System.lineSeparator())) {
            for (List<String> row : rows) {
              out.row(row);
            }
          }
        });
  }

  /** Writes a row. */
  public void row(List<String> cells) throws IOException {
    generator.writeStartArray();
    for (String cell : cells) {
      generator.writeString(isFormula(cell) ? "'" + cell : cell);
    }
    generator.writeEndArray();
  }

  /** Puts what was written into the stream. */
  public void flush() throws IOException {
    generator.flush();
  }

  private static boolean isFormula(String text) {
    return !text.isEmpty()
        && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0
        && !NUMBER.matcher(text).matches();
  }

  @Override
  public void close() throws IOException {
    generator.close();
  }
}
