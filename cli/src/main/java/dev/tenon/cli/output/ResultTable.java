package dev.tenon.cli.output;

import dev.tenon.internal.console.TextTable;
import dev.tenon.tensor.Tensor;
import dev.tenon.zoo.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Shows an output to a person: the best five of many scores, or the array. */
public final class ResultTable {
  private static final int SHOWN = 5;

  private ResultTable() {}

  /**
   * Returns the table.
   *
   * @param labels the names of the classes; null where nobody gave them
   */
  public static String of(String name, Tensor tensor, @Nullable Labels labels) {
    if (tensor.rank() != 2 || tensor.dim(1) < 2 || !tensor.dtype().isFloating()) {
      return title(name, tensor) + tensor + "\n";
    }
    if (labels != null && labels.size() != tensor.dim(1)) {
      throw new IllegalArgumentException(
          "there are "
              + labels.size()
              + " labels, and output '"
              + name
              + "' has "
              + tensor.shapeString()
              + ": give one name a class");
    }
    TextTable table =
        labels == null
            ? new TextTable(List.of("sample", "rank", "index", "value"), Set.of(0, 1, 2, 3))
            : new TextTable(
                List.of("sample", "rank", "index", "label", "value"), Set.of(0, 1, 2, 4));
    for (int row = 0; row < tensor.dim(0); row++) {
      Tensor scores = tensor.get(row);
      List<Integer> best =
          IntStream.range(0, scores.size())
              .boxed()
              .sorted((a, b) -> Double.compare(scores.getDouble(b), scores.getDouble(a)))
              .limit(SHOWN)
              .toList();
      for (int rank = 0; rank < best.size(); rank++) {
        List<String> cells = new ArrayList<>();
        cells.add(Integer.toString(row));
        cells.add(Integer.toString(rank + 1));
        cells.add(Integer.toString(best.get(rank)));
        if (labels != null) {
          cells.add(labels.name(best.get(rank)));
        }
        cells.add(String.format(Locale.ROOT, "%.6g", scores.getDouble(best.get(rank))));
        table.row(cells);
      }
    }
    return title(name, tensor) + table;
  }

  private static String title(String name, Tensor tensor) {
    return name + " " + tensor.shapeString() + " " + tensor.dtype().numpyName() + "\n";
  }
}
