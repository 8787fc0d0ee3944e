package dev.tenon.cli.command.text;

import dev.tenon.cli.input.CsvTable;
import dev.tenon.data.Batch;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a CSV file that a network of texts learns from.
 *
 * @param texts the columns of texts
 * @param targets the columns of targets; empty for none
 */
record TextRows(List<List<String>> texts, List<List<String>> targets) {
  private static final String SCORE = "score";
  private static final String START = "start";

  /**
   * Returns the columns for a task.
   *
   * @param target the column of tags or answers; null for the usual one
   * @throws IllegalArgumentException if a column is missing, or a row is wrong
   */
  static TextRows of(TextTask task, CsvTable table, @Nullable String target) {
    String learned = target == null ? task.target() : target;
    return switch (task) {
      case TAGS -> tags(table, learned);
      case ANSWERS -> answers(table, learned);
      case PAIRS -> pairs(table);
      default -> {
        List<String> names = List.copyOf(table.columns().keySet());
        String text = names.size() == 1 ? names.get(0) : "text";
        yield new TextRows(columns(table, List.of(text)), List.of());
      }
    };
  }

  private static TextRows tags(CsvTable table, String learned) {
    List<String> names = List.of("text", learned);
    List<List<String>> columns = columns(table, names);
    for (int row = 0; row < table.rows(); row++) {
      int words = words(columns.get(0).get(row)).size();
      int tags = words(columns.get(1).get(row)).size();
      if (words != tags || words == 0) {
        throw wrong(
            table,
            row,
            String.format(
                "%d words in 'text' and %d tags in '%s'; expected a tag for each word",
                words, tags, learned));
      }
    }
    return new TextRows(columns.subList(0, 1), columns.subList(1, 2));
  }

  private static TextRows answers(CsvTable table, String learned) {
    List<String> names = new ArrayList<>(List.of("question", "context", learned));
    boolean placed = table.columns().containsKey(START);
    if (placed) {
      names.add(START);
    }
    List<List<String>> columns = columns(table, names);
    for (int row = 0; row < table.rows(); row++) {
      String context = columns.get(1).get(row);
      String answer = columns.get(2).get(row);
      if (columns.get(0).get(row).isEmpty() || context.isEmpty()) {
        throw wrong(table, row, "expected a question and a context, received an empty cell");
      }
      if (!context.contains(answer)) {
        throw wrong(table, row, "the context does not have the answer '" + answer + "'");
      }
      if (placed && !answer.isEmpty() && !isAt(context, answer, columns.get(3).get(row))) {
        throw wrong(
            table,
            row,
            "the context does not have the answer '"
                + answer
                + "' at the start '"
                + columns.get(3).get(row)
                + "', counted from 0");
      }
    }
    List<List<String>> targets = new ArrayList<>(columns.subList(2, 3));
    if (placed) {
      // What is not there starts nowhere.
      targets.add(columns.get(3).stream().map(start -> start.isEmpty() ? "0" : start).toList());
    }
    return new TextRows(columns.subList(0, 2), targets);
  }

  private static boolean isAt(String context, String answer, String start) {
    try {
      return context.startsWith(answer, Integer.parseInt(start));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static TextRows pairs(CsvTable table) {
    List<String> texts =
        table.columns().keySet().stream().filter(name -> !name.equals(SCORE)).toList();
    if (texts.size() != 2) {
      throw new IllegalArgumentException(
          table.file()
              + ": expected two columns of texts and if wanted 'score', or 'text' and 'label';"
              + " found "
              + table.columns().keySet());
    }
    if (!table.columns().containsKey(SCORE)) {
      return new TextRows(columns(table, texts), List.of());
    }
    if (table.hasMissing(SCORE)) {
      throw new IllegalArgumentException(
          table.file() + ": column 'score' has empty cells; expected a number in each row");
    }
    // It says which cell is not a number.
    table.numbers(SCORE);
    return new TextRows(columns(table, texts), columns(table, List.of(SCORE)));
  }

  private static List<List<String>> columns(CsvTable table, List<String> names) {
    List<String> missing =
        names.stream().filter(name -> !table.columns().containsKey(name)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          table.file()
              + ": no column '"
              + missing.get(0)
              + "'; the network learns from "
              + names
              + ", and the file has "
              + table.columns().keySet());
    }
    return names.stream().map(table::column).toList();
  }

  private static IllegalArgumentException wrong(CsvTable table, int row, String what) {
    return new IllegalArgumentException(table.file() + ": row " + (row + 1) + ": " + what);
  }

  /** Returns the words of a text that spaces separate. */
  static List<String> words(String text) {
    return Stream.of(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }

  int size() {
    return texts.get(0).size();
  }

  /** Returns them in an order that a seed decides. */
  TextRows shuffled(long seed) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, size()).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    return new TextRows(chosen(texts, order), chosen(targets, order));
  }

  TextRows range(int from, int to) {
    List<Integer> order = IntStream.range(from, to).boxed().toList();
    return new TextRows(chosen(texts, order), chosen(targets, order));
  }

  private static List<List<String>> chosen(List<List<String>> columns, List<Integer> order) {
    return columns.stream().map(column -> order.stream().map(column::get).toList()).toList();
  }

  /** Returns them as strings, (rows) for each column. */
  Batch batch() {
    return Batch.of(
        texts.stream().map(this::strings).toList(), targets.stream().map(this::strings).toList());
  }

  private Tensor strings(List<String> column) {
    return Tensor.ofStrings(column.toArray(String[]::new), size());
  }
}
