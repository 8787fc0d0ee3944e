package dev.tenon.callbacks;

import dev.tenon.formats.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A history as comma-separated values. */
final class HistoryTable {
  private HistoryTable() {}

  static void write(History history, Path csv) throws IOException {
    Map<String, Map<Integer, Double>> columns = new LinkedHashMap<>();
    history.history().keySet().forEach(name -> columns.put(name, history.series(name)));
    List<String> lines = new ArrayList<>();
    lines.add(
        "epoch" + String.join("", columns.keySet().stream().map(name -> "," + name).toList()));
    for (int epoch : history.epochs()) {
      StringBuilder line = new StringBuilder().append(epoch);
      for (Map<Integer, Double> column : columns.values()) {
        Double value = column.get(epoch);
        line.append(',').append(value == null ? "" : PythonNumbers.repr(value));
      }
      lines.add(line.toString());
    }
    AtomicFile.write(csv, file -> Files.write(file, lines));
  }
}
