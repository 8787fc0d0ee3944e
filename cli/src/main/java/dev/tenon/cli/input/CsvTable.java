package dev.tenon.cli.input;

import dev.tenon.internal.csv.CsvReader;
import dev.tenon.internal.text.Names;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The columns of a CSV file with headings, as texts.
 *
 * @param file the file
 * @param columns the cells of each column by its heading, in the order of the file
 */
public record CsvTable(Path file, Map<String, List<String>> columns) {
  /** What pandas reads as a missing value, and the question mark of UCI's files. */
  private static final Set<String> MISSING =
      Set.of("", "?", "na", "n/a", "nan", "null", "none", "<na>");

  /**
   * Reads a file. Commas, semicolons or tabs separate its cells; the first row has the headings.
   *
   * @throws IllegalArgumentException if headings repeat, a row has another number of cells, or
   *     there are no rows
   */
  public static CsvTable read(Path file) throws IOException {
    String text = NumericRows.text(file);
    Map<String, List<String>> columns = new LinkedHashMap<>();
    try (CsvReader csv =
        new CsvReader(file.toString(), new StringReader(text), NumericRows.separator(text))) {
      List<String> headings = csv.next();
      if (headings == null) {
        throw new IllegalArgumentException(file + ": is empty; expected a row of headings");
      }
      for (String heading : headings) {
        if (columns.put(heading.strip(), new ArrayList<>()) != null) {
          throw new IllegalArgumentException(
              file + ":1: two columns are named '" + heading.strip() + "': rename one");
        }
      }
      List<List<String>> cells = List.copyOf(columns.values());
      int rows = 0;
      for (List<String> row = csv.next(); row != null; row = csv.next()) {
        if (row.size() != cells.size()) {
          throw new IllegalArgumentException(
              file + ":" + csv.line() + ": " + row.size() + " cells; expected " + cells.size());
        }
        for (int i = 0; i < row.size(); i++) {
          cells.get(i).add(row.get(i).strip());
        }
        rows++;
      }
      if (rows == 0) {
        throw new IllegalArgumentException(file + ": has headings and no rows");
      }
    }
    return new CsvTable(file, columns);
  }

  /** Says whether a cell has no value. */
  public static boolean isMissing(String cell) {
    return MISSING.contains(cell.toLowerCase(Locale.ROOT));
  }

  /** Returns the number of rows. */
  public int rows() {
    return columns.values().iterator().next().size();
  }

  /**
   * Returns the cells of a column.
   *
   * @throws IllegalArgumentException if there is no such column; the message has the nearest names
   */
  public List<String> column(String name) {
    List<String> cells = columns.get(name);
    if (cells == null) {
      throw new IllegalArgumentException(
          file + ": " + Names.unknown("column", name, List.copyOf(columns.keySet())));
    }
    return cells;
  }

  /** Returns the table without a column. */
  public CsvTable without(String name) {
    Map<String, List<String>> others = new LinkedHashMap<>(columns);
    others.remove(name);
    return new CsvTable(file, others);
  }

  /** Says whether all values of a column are numbers, and at least one is there. */
  public boolean isNumeric(String name) {
    boolean some = false;
    for (String cell : column(name)) {
      if (!isMissing(cell)) {
        if (NumericRows.number(cell).isEmpty()) {
          return false;
        }
        some = true;
      }
    }
    return some;
  }

  /** Says whether a column has missing values. */
  public boolean hasMissing(String name) {
    return column(name).stream().anyMatch(CsvTable::isMissing);
  }

  /** Returns the number of different values of a column. */
  public int distinct(String name) {
    return new HashSet<>(column(name)).size();
  }

  /** Returns a column of numbers, float32 (rows, 1); NaN for a missing value. */
  public Tensor numbers(String name) {
    List<String> cells = column(name);
    float[] values = new float[cells.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) number(name, i);
    }
    return Tensor.of(values, values.length, 1);
  }

  /** Returns a column of texts, (rows, 1); an empty one for a missing value. */
  public Tensor texts(String name) {
    String[] texts =
        column(name).stream().map(cell -> isMissing(cell) ? "" : cell).toArray(String[]::new);
    return Tensor.ofStrings(texts, texts.length, 1);
  }

  /**
   * Returns all columns as one matrix, float32 (rows, columns).
   *
   * @throws IllegalArgumentException if a cell is no number
   */
  public Tensor matrix() {
    List<String> names = List.copyOf(columns.keySet());
    int rows = rows();
    float[] values = new float[InputFiles.size(rows, names.size(), file + ": ")];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < names.size(); i++) {
        values[row * names.size() + i] = (float) number(names.get(i), row);
      }
    }
    return Tensor.of(values, rows, names.size());
  }

  private double number(String name, int row) {
    String cell = column(name).get(row);
    if (isMissing(cell)) {
      return Double.NaN;
    }
    return NumericRows.number(cell)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    file
                        + ": row "
                        + (row + 1)
                        + ", column '"
                        + name
                        + "': '"
                        + cell
                        + "' is not a number"));
  }

  /**
   * Returns the names of a model's inputs and their columns, in the order of the columns.
   * TensorFlow allows few signs in the name of an input: others become underscores, and a number
   * makes equal names different.
   */
  public Map<String, String> inputNames() {
    Map<String, String> names = new LinkedHashMap<>();
    for (String column : columns.keySet()) {
      String plain =
          column.replaceAll("[^A-Za-z0-9_.-]", "_").replaceFirst("^(?![A-Za-z0-9.])", "x");
      String name = plain;
      for (int i = 1; names.containsKey(name); i++) {
        name = plain + "_" + i;
      }
      names.put(name, column);
    }
    return names;
  }

  /** Says whether there is a column for each input of a model. */
  public boolean hasColumns(List<TensorSpec> inputs) {
    Map<String, String> names = names();
    return inputs.stream().allMatch(input -> names.containsKey(input.name()));
  }

  /**
   * Returns a tensor for each input of a model, from the column of its name.
   *
   * @throws IllegalArgumentException if a column is missing
   */
  public Map<String, Tensor> inputs(List<TensorSpec> wanted) {
    Map<String, String> names = names();
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (TensorSpec input : wanted) {
      String column = names.getOrDefault(input.name(), input.name());
      inputs.put(
          input.name(),
          input.dtype() == DType.STRING ? texts(column) : numbers(column).cast(input.dtype()));
    }
    return inputs;
  }

  /** Returns the columns by their own names and by those of inputs. */
  private Map<String, String> names() {
    Map<String, String> names = inputNames();
    columns.keySet().forEach(column -> names.put(column, column));
    return names;
  }
}
