package dev.tenon.data;

import dev.tenon.internal.csv.CsvReader;
import dev.tenon.internal.text.Names;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What the columns of a CSV file are, which one look at all its rows tells.
 *
 * @param label the position of the label's column, or −1
 * @param classNames what labels stand for; empty where they are numbers
 * @param whole whether labels are whole numbers
 * @param rows how many there are
 * @param texts the positions of the columns of texts; empty for features of numbers
 */
record CsvLayout(
    List<String> columns,
    int label,
    List<String> classNames,
    boolean whole,
    long rows,
    List<Integer> texts) {

  /** Reads the label's column of the whole file. */
  static CsvLayout of(Path path, CsvOptions options) throws IOException {
    try (CsvReader rows = CsvFile.rows(path, options)) {
      List<String> row = rows.next();
      if (row == null) {
        throw new IllegalArgumentException(path + ": is empty; expected rows of numbers");
      }
      List<String> columns = options.header() ? row : numbered(row.size());
      if (options.header()) {
        row = rows.next();
      }
      List<Integer> texts = new ArrayList<>();
      for (String name : options.texts()) {
        texts.add(position(path, columns, name));
      }
      int label = label(path, columns, options, texts);
      TreeSet<String> labels = new TreeSet<>();
      // Labels of texts are strings, also where they look like numbers.
      boolean numbers = texts.isEmpty();
      boolean whole = true;
      long count = 0;
      for (; row != null; row = rows.next()) {
        count++;
        if (row.size() != columns.size()) {
          throw new IllegalArgumentException(
              path
                  + " line "
                  + rows.line()
                  + ": expected "
                  + columns.size()
                  + " columns, received "
                  + row.size());
        }
        if (label >= 0) {
          String value = row.get(label);
          numbers = numbers && isNumber(value);
          whole = whole && numbers && Double.parseDouble(value) % 1 == 0;
          labels.add(value);
        }
      }
      if (count == 0) {
        throw new IllegalArgumentException(path + ": has a header and no rows");
      }
      List<String> classes = options.classNames();
      if (classes == null) {
        classes = numbers ? List.of() : List.copyOf(labels);
      }
      return new CsvLayout(columns, label, classes, whole && classes.isEmpty(), count, texts);
    }
  }

  private static int position(Path path, List<String> columns, String name) {
    int found = columns.indexOf(name);
    if (found < 0) {
      throw new IllegalArgumentException(path + ": " + Names.unknown("column", name, columns));
    }
    return found;
  }

  private static List<String> numbered(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(String.valueOf(i));
    }
    return names;
  }

  private static int label(
      Path path, List<String> columns, CsvOptions options, List<Integer> texts) {
    String name = options.labelName();
    if (name != null) {
      return position(path, columns, name);
    }
    if (!options.labelled()) {
      return -1;
    }
    Integer index = options.labelIndex();
    int chosen = index == null ? columns.size() - 1 : index;
    if (chosen < 0 || chosen >= columns.size()) {
      throw new IllegalArgumentException(
          path
              + ": label: expected a column from 0 to "
              + (columns.size() - 1)
              + ", received "
              + chosen);
    }
    return index == null && texts.contains(chosen) ? -1 : chosen;
  }

  static boolean isNumber(String text) {
    try {
      Double.parseDouble(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
