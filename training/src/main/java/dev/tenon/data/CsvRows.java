package dev.tenon.data;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a CSV file row by row, in UTF-8; cells in quotes may hold delimiters and line ends. */
final class CsvRows implements Closeable {
  private final BufferedReader reader;
  private final char delimiter;
  private long line;
  private long start;

  CsvRows(Path path, char delimiter) throws IOException {
    this.reader =
        new BufferedReader(
            new InputStreamReader(
                new ReopeningInputStream(path), StandardCharsets.UTF_8.newDecoder()));
    this.delimiter = delimiter;
  }

  /** Returns the line on which the last row began, from 1. */
  long line() {
    return start;
  }

  /** Returns the cells of the next row that is not empty, or null at the end. */
  @Nullable List<String> next() throws IOException {
    String text = reader.readLine();
    while (text != null) {
      line++;
      if (line == 1 && text.startsWith("\ufeff")) {
        text = text.substring(1);
      }
      if (!text.isBlank()) {
        start = line;
        return cells(text);
      }
      text = reader.readLine();
    }
    return null;
  }

  private List<String> cells(String first) throws IOException {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    String text = first;
    while (true) {
      for (int i = 0; i < text.length(); i++) {
        char character = text.charAt(i);
        if (character == '"') {
          boolean doubled = quoted && i + 1 < text.length() && text.charAt(i + 1) == '"';
          if (doubled) {
            cell.append('"');
            i++;
          } else {
            quoted = !quoted;
          }
        } else if (character == delimiter && !quoted) {
          cells.add(cell.toString().strip());
          cell.setLength(0);
        } else {
          cell.append(character);
        }
      }
      String more = quoted ? reader.readLine() : null;
      if (more == null) {
        cells.add(cell.toString().strip());
        return cells;
      }
      line++;
      cell.append('\n');
      text = more;
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
