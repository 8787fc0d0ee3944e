package dev.tenon.callbacks;

import dev.tenon.internal.csv.CsvWriter;
import dev.tenon.tensor.PythonText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A history as comma-separated values. */
final class HistoryTable {
  private HistoryTable() {}

  static void write(History history, Path csv) throws IOException {
    List<Map<Integer, Double>> columns =
        history.history().keySet().stream().map(history::series).toList();
    List<String> headings = new ArrayList<>(List.of("epoch"));
    headings.addAll(history.history().keySet());
    List<List<String>> rows = new ArrayList<>(List.of(headings));
    for (int epoch : history.epochs()) {
      List<String> row = new ArrayList<>(List.of(String.valueOf(epoch)));
      for (Map<Integer, Double> column : columns) {
        Double value = column.get(epoch);
        row.add(value == null ? "" : PythonText.repr(value));
      }
      rows.add(row);
    }
    CsvWriter.write(csv, rows);
  }
}
