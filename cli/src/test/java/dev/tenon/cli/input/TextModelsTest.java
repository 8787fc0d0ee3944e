package dev.tenon.cli.input;

import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.embedding;
import static dev.tenon.layers.Layers.flatten;
import static dev.tenon.layers.Layers.hashing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Model;
import dev.tenon.cli.Ran;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.layers.Layers;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of words, as TensorFlow computes it, fed as a table and refused with the reason. */
final class TextModelsTest {
  @TempDir private Path folder;
  private final Model model = model();

  private static Model model() {
    KerasTensor word = Layers.input("word", DType.STRING, 1);
    return Model.of(
        word, word.then(hashing(5)).then(embedding(5, 3)).then(flatten()).then(dense(1)));
  }

  @AfterEach
  void close() {
    model.close();
  }

  private Path saved() throws IOException {
    Path file = folder.resolve("words.keras");
    model.save(file);
    return file;
  }

  private String predicted(String csv) throws IOException {
    Path scores = folder.resolve("scores.csv");
    Path texts = Files.writeString(folder.resolve("texts.csv"), csv);
    Ran.done("predict", saved(), "--input", texts, "-o", scores);
    return Files.readString(scores);
  }

  private String expected(String... words) throws IOException {
    StringBuilder json = new StringBuilder();
    for (String word : words) {
      json.append(json.isEmpty() ? "[[" : "], [")
          .append('"')
          .append(word.replace("\"", "\\\"").replace("\n", "\\n"))
          .append('"');
    }
    Path texts = Files.writeString(folder.resolve("texts.json"), json + "]]");
    Path scores = folder.resolve("scores.csv");
    Ran.done("predict", saved(), "--input", texts, "-o", scores);
    return Files.readString(scores);
  }

  @Test
  void aTableOfTexts() throws IOException {
    assertThat(predicted("good\nbad film\n")).isEqualTo(expected("good", "bad film"));
    assertThat(predicted("word\r\ngood\r\nbad\r\n")).isEqualTo(expected("good", "bad"));
    assertThat(predicted("\"yes, \"\"sir\"\"\"\n\"two\nlines\"\n1.5\n"))
        .isEqualTo(expected("yes, \"sir\"", "two\nlines", "1.5"));
    Path torn = Files.writeString(folder.resolve("torn.csv"), "good\nwell, then\n");
    assertThat(Ran.refused("predict", saved(), "--input", torn))
        .contains("torn.csv:2: 2 columns; input 'word' takes 1", "in quotes");
  }

  /** The reason is ONNX's operators, of whatever opset. */
  @Test
  void theRefusalSpeaksOfNoOpset() throws IOException {
    Path target = folder.resolve("words.onnx");
    assertThatThrownBy(() -> model.save(target))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("hashes strings")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("opset"));
    Ran ran = Ran.of("convert", saved(), target);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("hashes strings").doesNotContain("opset");
  }

  @Test
  void aListOfTextsIsAColumn() throws IOException {
    Tensor words = Tensor.ofStrings(new String[] {"a", "b", "c"}, 3);
    assertThat(model.predict(words)).isEqualTo(model.predict(words.expandDims(-1)));
    Path flat = Files.writeString(folder.resolve("flat.json"), "[\"a\", \"b\"]");
    assertThat(Ran.refused("predict", saved(), "--input", flat)).contains("[[…], […]] in JSON");
  }
}
