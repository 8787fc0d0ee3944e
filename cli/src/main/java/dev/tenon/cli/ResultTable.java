package dev.tenon.cli;

import dev.tenon.TextTable;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/** Shows an output to a person: the best five of many scores, or the array. */
final class ResultTable {
  private static final int SHOWN = 5;

  private ResultTable() {}

  static String of(String name, Tensor tensor) {
    if (tensor.rank() != 2 || tensor.dim(1) < 2 || !tensor.dtype().isFloating()) {
      return name + "\n" + tensor + "\n";
    }
    TextTable table =
        new TextTable(List.of("sample", "rank", "index", "value"), Set.of(0, 1, 2, 3));
    for (int row = 0; row < tensor.dim(0); row++) {
      Tensor scores = tensor.get(row);
      List<Integer> best =
          IntStream.range(0, scores.size())
              .boxed()
              .sorted((a, b) -> Double.compare(scores.getDouble(b), scores.getDouble(a)))
              .limit(SHOWN)
              .toList();
      for (int rank = 0; rank < best.size(); rank++) {
        table.row(
            Integer.toString(row),
            Integer.toString(rank + 1),
            Integer.toString(best.get(rank)),
            String.format(Locale.ROOT, "%.6g", scores.getDouble(best.get(rank))));
      }
    }
    return name + " " + tensor.shapeString() + "\n" + table;
  }
}
