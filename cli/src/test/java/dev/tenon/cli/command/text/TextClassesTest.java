package dev.tenon.cli.command.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.cli.Ran;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares with transformers, and trains on a CSV file; tests/goldens/pipelines records it. */
final class TextClassesTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/pipelines");
  private static final Path FOLDER = GOLDENS.resolve("sequence.bert");

  @TempDir private Path folder;

  @Test
  void classesEqualThoseOfTransformers() throws IOException {
    ObjectMapper json = new ObjectMapper();
    JsonNode golden = json.readTree(Files.readString(FOLDER.resolve("expected.json")));
    Path texts =
        Files.writeString(folder.resolve("texts.txt"), golden.get("texts").get(2).asText() + "\n");
    String first = golden.get("texts").get(0).asText();
    String printed =
        Ran.done("classify", FOLDER, "--text", first, "--input", texts, "--json", "--top", 2);
    List<String> lines = printed.lines().toList();
    assertThat(lines).hasSize(2);
    for (int i = 0; i < 2; i++) {
      JsonNode classes = json.readTree(lines.get(i)).get("classes");
      JsonNode expected = golden.get("results").get(2 * i);
      assertThat(classes).hasSize(2);
      for (int j = 0; j < 2; j++) {
        assertThat(classes.get(j).get("label")).isEqualTo(expected.get(j).get("label"));
        assertThat(classes.get(j).get("score").asDouble())
            .isCloseTo(expected.get(j).get("score").asDouble(), within(1e-5));
      }
    }
    String best = golden.get("results").get(0).get(0).get("label").asText();
    assertThat(Ran.done("classify", FOLDER, "--text", first, "--top", 1, "--engine", "onnxruntime"))
        .endsWith(" " + best + "\n");
    assertThat(Ran.done("summary", FOLDER)).contains("layer_0_attention").contains("logits");
  }

  /** The words good and bad tell the classes apart. */
  @Test
  void anEncoderLearnsTheClassesOfACsvFile() throws IOException {
    StringBuilder csv = new StringBuilder("text,label\n");
    for (String thing : List.of("film", "bank", "library", "house", "city", "\"book, music\"")) {
      String quote = thing.startsWith("\"") ? "\"" : "";
      String plain = thing.replace("\"", "");
      csv.append(quote).append("a good ").append(plain).append(quote).append(",praise\n");
      csv.append(quote).append("a bad ").append(plain).append(quote).append(",blame\n");
    }
    Path data = Files.writeString(folder.resolve("data.csv"), csv);
    Path tuned = folder.resolve("tuned");
    Path report = folder.resolve("report.html");
    String said =
        Ran.done(
            "finetune",
            GOLDENS.resolve("masked.roberta"),
            data,
            "-o",
            tuned,
            "--epochs",
            20,
            "--rate",
            0.01,
            "--batch-size",
            4,
            "--report",
            report);
    assertThat(said)
        .contains("a classifier of 2 classes; 10 texts to learn from, 2 held out")
        .contains("of the 2 texts held out are named right")
        .contains("wrote " + tuned)
        .contains("wrote " + report);
    assertThat(Files.readString(report)).contains("TextClassifier.load", "Confusion matrix");
    assertThat(tuned.resolve("tokenizer.json")).exists();
    assertThat(Ran.done("classify", tuned, "--text", "a good film", "--top", 1))
        .endsWith("praise\n");
    assertThat(Ran.done("classify", tuned, "--text", "a bad film", "--top", 1)).endsWith("blame\n");
  }
}
