package dev.tenon.cli.dataset;

import dev.tenon.cli.input.CsvTable;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a model is to predict for each sample.
 *
 * @param values class indices, int32 (samples), or numbers, float32 (samples, numbers)
 * @param classNames the names of the classes by index; empty for numbers
 */
public record Targets(Tensor values, List<String> classNames) {
  /** More different whole numbers than these are measured, not counted as classes. */
  private static final int MOST_CLASSES = 20;

  /** A class has at least so many samples on average, where its name is a number. */
  private static final int EACH = 5;

  public Targets {
    classNames = List.copyOf(classNames);
  }

  /** Says whether the targets are classes. */
  public boolean areClasses() {
    return !classNames.isEmpty();
  }

  /**
   * Reads a column of a table.
   *
   * @param task what is to be predicted; null to decide: texts are classes, and so are up to 20
   *     different whole numbers with five samples each on average
   * @throws IllegalArgumentException if a value is missing, a number is asked for and there is a
   *     text, or there is a single class
   */
  public static Targets of(CsvTable table, String column, @Nullable Task task) {
    checkComplete(table, column);
    List<String> cells = table.column(column);
    String where = table.file() + ": column '" + column + "'";
    if (!table.isNumeric(column)) {
      if (task == Task.REGRESSION) {
        throw new IllegalArgumentException(
            where + " has texts: leave --task regression out, or choose a column of numbers");
      }
      return classes(where, cells, cells.stream().distinct().sorted().toList());
    }
    return of(where, table.numbers(column), task);
  }

  private static void checkComplete(CsvTable table, String column) {
    List<String> cells = table.column(column);
    for (int i = 0; i < cells.size(); i++) {
      if (CsvTable.isMissing(cells.get(i))) {
        throw new IllegalArgumentException(
            table.file()
                + ": row "
                + (i + 1)
                + ": the target '"
                + column
                + "' is missing: leave the row out");
      }
    }
  }

  /**
   * Reads an array.
   *
   * @param where names the array in errors
   * @param array texts or numbers, (samples), (samples, 1) or (samples, numbers)
   * @param task as for {@link #of(CsvTable, String, Task)}; null to decide
   */
  public static Targets of(String where, Tensor array, @Nullable Task task) {
    if (array.rank() == 0
        || (array.rank() > 1 && task == Task.CLASSIFICATION && width(array) > 1)) {
      throw new IllegalArgumentException(
          where + " has shape " + array.shapeString() + "; expected a class for each sample");
    }
    if (array.dtype() == DType.STRING) {
      List<String> texts = List.of(array.toStringArray());
      return classes(where, texts, texts.stream().distinct().sorted().toList());
    }
    if (task == Task.REGRESSION || width(array) > 1 || (task == null && !looksLikeClasses(array))) {
      return new Targets(array.cast(DType.FLOAT32).reshape(array.dim(0), width(array)), List.of());
    }
    List<String> names = names(array);
    return classes(
        where,
        names,
        names.stream()
            .distinct()
            .sorted((a, b) -> Double.compare(Double.parseDouble(a), Double.parseDouble(b)))
            .toList());
  }

  private static long width(Tensor array) {
    return array.dim(0) == 0 ? 1 : array.size() / array.dim(0);
  }

  private static boolean looksLikeClasses(Tensor array) {
    Set<Double> seen = new LinkedHashSet<>();
    for (int i = 0; i < array.size(); i++) {
      double value = array.getDouble(i);
      if (value != Math.rint(value)) {
        return false;
      }
      seen.add(value);
    }
    return seen.size() <= MOST_CLASSES && (long) seen.size() * EACH <= array.size();
  }

  /** Returns numbers as texts, whole ones without a point. */
  private static List<String> names(Tensor array) {
    return IntStream.range(0, array.size()).mapToObj(i -> name(array.getDouble(i))).toList();
  }

  private static String name(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static Targets classes(String where, List<String> cells, List<String> classNames) {
    if (classNames.size() < 2) {
      throw new IllegalArgumentException(
          where + " has a single class, " + classNames + ": expected at least two");
    }
    return new Targets(indices(where, cells, classNames), classNames);
  }

  private static Tensor indices(String where, List<String> cells, List<String> classNames) {
    int[] indices = new int[cells.size()];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = classNames.indexOf(cells.get(i));
      if (indices[i] < 0) {
        throw new IllegalArgumentException(
            where + ": '" + cells.get(i) + "' is none of the model's classes " + classNames);
      }
    }
    return Tensor.of(indices, indices.length);
  }

  /**
   * Reads the targets of a model that is there already.
   *
   * @param classNames the names of the model's classes; empty where they are not known
   */
  public static Targets known(CsvTable table, String column, List<String> classNames) {
    checkComplete(table, column);
    String where = table.file() + ": column '" + column + "'";
    if (table.isNumeric(column)) {
      return known(where, table.numbers(column), classNames);
    }
    if (classNames.isEmpty()) {
      List<String> sorted = table.column(column).stream().distinct().sorted().toList();
      return new Targets(indices(where, table.column(column), sorted), sorted);
    }
    return new Targets(indices(where, table.column(column), classNames), classNames);
  }

  /**
   * Reads the targets of a model that is there already; see {@link #known(CsvTable, String, List)}.
   */
  public static Targets known(String where, Tensor array, List<String> classNames) {
    if (!classNames.isEmpty() && width(array) == 1) {
      List<String> texts =
          array.dtype() == DType.STRING ? List.of(array.toStringArray()) : names(array);
      boolean named = classNames.containsAll(new ArrayList<>(new LinkedHashSet<>(texts)));
      if (named || array.dtype() == DType.STRING) {
        return new Targets(indices(where, texts, classNames), classNames);
      }
      return new Targets(array.cast(DType.INT32).reshape(array.dim(0)), classNames);
    }
    if (array.dtype() == DType.STRING) {
      List<String> texts = List.of(array.toStringArray());
      List<String> sorted = texts.stream().distinct().sorted().toList();
      return new Targets(indices(where, texts, sorted), sorted);
    }
    return new Targets(array, List.of());
  }
}
