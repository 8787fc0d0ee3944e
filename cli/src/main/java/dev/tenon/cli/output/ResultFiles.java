package dev.tenon.cli.output;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.formats.npz.Npz;
import dev.tenon.internal.csv.CsvWriter;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Writes outputs as npz, JSON or CSV. */
public final class ResultFiles {
  private ResultFiles() {}

  public static void write(Path file, Map<String, Tensor> results) throws IOException {
    String suffix = TextFiles.suffix(file, "npz", "json", "csv");
    if (suffix.equals("npz")) {
      try {
        Npz.write(file, results);
      } catch (IOException e) {
        throw TextFiles.named(file, e);
      }
    } else if (suffix.equals("json")) {
      TextFiles.write(file, new ObjectMapper().writeValueAsString(json(results)));
    } else {
      StringWriter text = new StringWriter();
      try (CsvWriter csv = new CsvWriter(text, ',', "\n")) {
        for (Map.Entry<String, Tensor> result : results.entrySet()) {
          write(csv, result.getKey(), result.getValue());
        }
      }
      TextFiles.write(file, text.toString());
    }
  }

  /** Returns an object with an array for each result. */
  public static ObjectNode json(Map<String, Tensor> results) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    results.forEach((key, tensor) -> root.set(key, JsonArrays.write(tensor)));
    return root;
  }

  private static void write(CsvWriter csv, String name, Tensor tensor) throws IOException {
    int rows = tensor.rank() == 0 ? 1 : (int) tensor.dim(0);
    int columns = rows == 0 ? 0 : tensor.size() / rows;
    List<String> headings =
        IntStream.range(0, columns).mapToObj(column -> name + "_" + column).toList();
    // Where there is no column, an empty line.
    csv.row(columns == 0 ? List.of("") : headings);
    for (int row = 0; row < rows && columns > 0; row++) {
      csv.row(
          IntStream.range(row * columns, (row + 1) * columns)
              .mapToObj(at -> JsonArrays.leaf(tensor, at).asText())
              .toList());
    }
  }
}
