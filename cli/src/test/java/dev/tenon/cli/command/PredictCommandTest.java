package dev.tenon.cli.command;

import static dev.tenon.cli.Shipped.MNIST;
import static dev.tenon.cli.Shipped.MNIST_GOLDEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.cli.Ran;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files in and files out of predict, against what Keras recorded of the same digits. */
final class PredictCommandTest {
  private static final int DIGITS = 8;
  private static final int PIXELS = 28 * 28;
  private static final int CLASSES = 10;

  @TempDir private Path folder;

  private static Tensor golden(String key) throws IOException {
    try (Source source = Source.of(MNIST_GOLDEN)) {
      return Npz.array(source, key);
    }
  }

  private static String name() throws IOException {
    try (Model model = Model.load(MNIST)) {
      return model.inputs().get(0).name();
    }
  }

  private static String json(Tensor tensor) {
    if (tensor.rank() == 0) {
      return Float.toString(tensor.getFloat(0));
    }
    StringJoiner items = new StringJoiner(",", "[", "]");
    for (int i = 0; i < tensor.dim(0); i++) {
      items.add(json(tensor.get(i)));
    }
    return items.toString();
  }

  private static String csv(Tensor rows) {
    StringJoiner lines = new StringJoiner("\n");
    StringJoiner headings = new StringJoiner(",");
    for (int i = 0; i < rows.dim(1); i++) {
      headings.add("pixel" + i);
    }
    lines.add(headings.toString());
    for (int row = 0; row < rows.dim(0); row++) {
      String numbers = json(rows.get(row));
      lines.add(numbers.substring(1, numbers.length() - 1));
    }
    return lines.toString();
  }

  /** Writes the recorded digits as a file of a kind. */
  private Path input(String kind) throws IOException {
    Tensor digits = golden("in0");
    String text =
        switch (kind) {
          case "csv" -> csv(digits.reshape(DIGITS, PIXELS));
          case "json" -> json(digits);
          default -> "{\"" + name() + "\": " + json(digits) + "}";
        };
    Path file = folder.resolve(kind.equals("csv") ? "digits.csv" : "digits.json");
    Files.writeString(file, text);
    return file;
  }

  private static List<Float> scores(Path file) throws IOException {
    List<Float> scores = new ArrayList<>();
    String name = String.valueOf(file.getFileName());
    if (name.endsWith(".csv")) {
      List<String> lines = Files.readAllLines(file);
      assertThat(lines.get(0).split(",", -1)).hasSize(CLASSES);
      assertThat(lines.get(0)).contains("_0,").endsWith("_9");
      assertThat(lines).hasSize(DIGITS + 1);
      for (String line : lines.subList(1, lines.size())) {
        for (String cell : line.split(",", -1)) {
          scores.add(Float.parseFloat(cell));
        }
      }
    } else if (name.endsWith(".json")) {
      JsonNode root = new ObjectMapper().readTree(file.toFile());
      assertThat(root).hasSize(1);
      JsonNode rows = root.elements().next();
      assertThat(rows).hasSize(DIGITS);
      rows.forEach(row -> row.forEach(cell -> scores.add((float) cell.asDouble())));
    } else {
      try (Source source = Source.of(file)) {
        Tensor only = Npz.read(source).values().iterator().next();
        assertThat(only.shape()).containsExactly(DIGITS, CLASSES);
        for (float score : only.toFloatArray()) {
          scores.add(score);
        }
      }
    }
    return scores;
  }

  @ParameterizedTest
  @CsvSource({
    "csv, csv, tensorflow",
    "csv, npz, onnxruntime",
    "json, json, tensorflow",
    "json, npz, tensorflow",
    "json-of-names, csv, onnxruntime"
  })
  void filesGiveWhatKerasGave(String in, String out, String engine) throws IOException {
    Path target = folder.resolve("scores." + out);
    Ran ran = Ran.of("predict", MNIST, "--input", input(in), "-o", target, "--engine", engine);
    assertThat(ran.code()).as(ran.all()).isZero();
    assertThat(ran.out()).isEqualTo("wrote " + target + "\n");
    float[] expected = golden("out0").toFloatArray();
    List<Float> found = scores(target);
    assertThat(found).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(found.get(i)).as("score " + i).isCloseTo(expected[i], within(1e-5f));
    }
  }

  @Test
  void withoutATargetATableIsPrinted() throws IOException {
    Ran ran = Ran.of("predict", MNIST, "--input", input("csv"));
    assertThat(ran.code()).as(ran.all()).isZero();
    assertThat(ran.out().lines().count()).isGreaterThan(DIGITS);
  }

  private void refused(Path input, String... parts) {
    Path target = folder.resolve("scores.csv");
    Ran ran = Ran.of("predict", MNIST, "--input", input, "-o", target);
    assertThat(ran.code()).as(ran.all()).isEqualTo(2);
    assertThat(ran.err()).startsWith("tenon: ").contains(parts).doesNotContain("\tat ");
    assertThat(ran.err().strip().lines()).hasSize(1);
    assertThat(target).doesNotExist();
  }

  @Test
  void whatDoesNotFitIsSaid() throws IOException {
    Path csv = folder.resolve("bad.csv");
    Files.writeString(csv, "1,2,3\n1,2\n");
    refused(csv, "bad.csv:2", "2 columns, the first row has 3");
    Files.writeString(csv, "1,2,3\n1,x,3\n");
    refused(csv, "bad.csv:2");
    Path json = folder.resolve("bad.json");
    Files.writeString(json, "[[1, 2], [3]]");
    refused(json, "rows of different length");
    Files.writeString(json, "{\"nothing\": [1]}");
    refused(json, "no key '" + name() + "'");
    Files.writeString(json, "[[1, 2], [3");
    refused(json, "bad.json: not JSON");
    Files.writeString(json, "[[1, 2], [3, 4]]");
    refused(json, "wants shape");
    refused(folder.resolve("nowhere.csv"), "nowhere.csv");
    Ran kind =
        Ran.of("predict", MNIST, "--input", input("csv"), "-o", folder.resolve("scores.txt"));
    assertThat(kind.code()).isEqualTo(2);
    assertThat(kind.err()).contains(".npz, .json or .csv");
    assertThat(Ran.of("predict", MNIST).code()).isEqualTo(2);
  }
}
