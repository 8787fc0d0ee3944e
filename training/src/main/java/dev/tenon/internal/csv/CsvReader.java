package dev.tenon.internal.csv;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads comma-separated values row by row. Cells in quotes may hold separators, line ends and
 * doubled quotes; spaces belong to their cell. Blank lines are no rows.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
public final class CsvReader implements Closeable {
  private static final char BYTE_ORDER_MARK = '\ufeff';

  /** An empty text in quotes is a cell, an empty line is not. */
  private static final CsvFactory FACTORY =
      CsvFactory.builder().enable(CsvParser.Feature.EMPTY_UNQUOTED_STRING_AS_NULL).build();

  private final String file;
  private final char separator;
  private final CsvParser parser;
  private long line;

  /**
   * Starts before the first row.
   *
   * @param file named by errors
   * @param text with a byte order mark or without
   */
  public CsvReader(String file, Reader text, char separator) throws IOException {
    this.file = file;
    this.separator = separator;
    BufferedReader buffered = new BufferedReader(text);
    buffered.mark(1);
    if (buffered.read() != BYTE_ORDER_MARK) {
      buffered.reset();
    }
    parser = FACTORY.createParser(buffered);
    parser.setSchema(CsvSchema.emptySchema().withColumnSeparator(separator));
  }

  /** Returns the line on which the last row began, from 1. */
  public long line() {
    return line;
  }

  /**
   * Returns the cells of the next row, or null at the end.
   *
   * @throws IllegalArgumentException where a quote has no end, or text follows its end
   * @throws IOException where the text cannot be read
   */
  public @Nullable List<String> next() throws IOException {
    try {
      while (parser.nextToken() != null) {
        line = parser.currentLocation().getLineNr();
        List<String> cells = new ArrayList<>();
        boolean blank = true;
        for (JsonToken cell = parser.nextToken();
            cell != JsonToken.END_ARRAY;
            cell = parser.nextToken()) {
          String text = cell == JsonToken.VALUE_NULL ? "" : parser.getText();
          blank &= cell == JsonToken.VALUE_NULL || (!text.isEmpty() && text.isBlank());
          cells.add(text);
        }
        if (!blank || (cells.size() > 1 && separator != '\t')) {
          return cells;
        }
      }
      return null;
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          file + ":" + line + ": a quote has no end, or text follows its end", e);
    }
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
