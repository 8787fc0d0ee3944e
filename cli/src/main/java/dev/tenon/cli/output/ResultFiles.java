package dev.tenon.cli.output;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.callbacks.CsvText;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Writes outputs as npz, JSON or CSV. */
public final class ResultFiles {
  private ResultFiles() {}

  /**
   * Fails where results cannot be written to a file of this name.
   *
   * @throws IllegalArgumentException for another suffix than those of npz, JSON and CSV
   */
  public static void check(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (!name.endsWith(".npz") && !name.endsWith(".json") && !name.endsWith(".csv")) {
      throw new IllegalArgumentException("output '" + file + "' must end in .npz, .json or .csv");
    }
  }

  public static void write(Path file, Map<String, Tensor> results) throws IOException {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (name.endsWith(".npz")) {
      try {
        Npz.write(file, results);
      } catch (IOException e) {
        throw TextFiles.named(file, e);
      }
    } else if (name.endsWith(".json")) {
      ObjectNode root = JsonNodeFactory.instance.objectNode();
      results.forEach((key, tensor) -> root.set(key, JsonArrays.write(tensor)));
      TextFiles.write(file, new ObjectMapper().writeValueAsString(root));
    } else {
      check(file);
      TextFiles.write(file, csv(results));
    }
  }

  private static String csv(Map<String, Tensor> results) {
    StringBuilder text = new StringBuilder();
    results.forEach(
        (name, tensor) -> {
          long rows = tensor.rank() == 0 ? 1 : tensor.dim(0);
          int columns = rows == 0 ? 0 : (int) (tensor.size() / rows);
          for (int i = 0; i < columns; i++) {
            text.append(i == 0 ? "" : ",").append(CsvText.cell(name + "_" + i, ","));
          }
          text.append('\n');
          for (int i = 0; i < tensor.size(); i++) {
            text.append(i % columns == 0 ? "" : ",");
            text.append(CsvText.cell(JsonArrays.leaf(tensor, i).asText(), ","));
            text.append(i % columns == columns - 1 ? "\n" : "");
          }
        });
    return text.toString();
  }
}
