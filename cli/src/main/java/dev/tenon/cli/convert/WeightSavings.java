package dev.tenon.cli.convert;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.verify.QuantizationError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What smaller weights save and cost.
 *
 * @param weights the kind of weights, such as {@code int8}
 * @param before the bytes of the file with full weights
 * @param after the bytes of the file with smaller ones
 * @param with what the outputs are compared with
 * @param errors the differences of the outputs; empty where no random input fits the model
 * @param notes what a reader should know of the file
 */
public record WeightSavings(
    String weights,
    long before,
    long after,
    String with,
    List<QuantizationError> errors,
    List<String> notes) {
  public WeightSavings {
    errors = List.copyOf(errors);
    notes = List.copyOf(notes);
  }

  /**
   * Returns sizes and differences for a person.
   *
   * @param remedy the option that gives inputs to compare on
   */
  public List<String> lines(String remedy) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "weights %s: %,d bytes instead of %,d (%.0f %%)",
            weights,
            after,
            before,
            100.0 * after / before));
    if (errors.isEmpty()) {
      lines.add("not compared: no random input fits the model; give " + remedy);
      return lines;
    }
    lines.add("compared with " + with + ":");
    errors.forEach(error -> lines.add(line(error)));
    return lines;
  }

  private static String line(QuantizationError error) {
    String line =
        String.format(
            Locale.ROOT,
            "%s: largest difference %.3g, mean %.3g, relative %.3g",
            error.output(),
            error.maxAbs(),
            error.meanAbs(),
            error.relative());
    return error.rows() == 0
        ? line
        : String.format(
            Locale.ROOT, "%s, the same top-1 in %d of %d", line, error.agreeing(), error.rows());
  }

  /** Returns sizes and differences as JSON. */
  public ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("weights", weights).put("bytes_before", before).put("bytes_after", after);
    ObjectNode outputs = root.putObject("outputs");
    for (QuantizationError error : errors) {
      outputs
          .putObject(error.output())
          .put("max_abs", error.maxAbs())
          .put("mean_abs", error.meanAbs())
          .put("relative", error.relative())
          .put("rows", error.rows())
          .put("agreeing", error.agreeing());
    }
    return root;
  }

  /** Returns a new folder beside a file, for what is only compared with. */
  static Path folderBeside(Path target) throws IOException {
    return Files.createTempDirectory(target.toAbsolutePath().getParent(), ".full");
  }

  /** Deletes a folder of files. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /** Returns the size of a file and of the weights beside it, where there are such. */
  static long size(Path file) throws IOException {
    Path data = file.resolveSibling(file.getFileName() + ".data");
    return Files.size(file) + (Files.exists(data) ? Files.size(data) : 0);
  }
}
