package dev.tenon.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.engine.Engine;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Distances;
import dev.tenon.zoo.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pipelines over ONNX files beside a tokenizer, compared with sentence-transformers and pipelines
 * of transformers; tests/goldens/pipelines/make_onnx.py writes the files.
 */
class OnnxPipelinesTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/pipelines");
  private static final double TOLERANCE = 1e-5;
  private static final List<Engine> ENGINES = List.of(Engine.ONNX_RUNTIME, Engine.TENSORFLOW);

  @TempDir Path folder;

  /** As Optimum writes them: the network in a folder of its own, the modules beside. */
  @Test
  void modulesOfAFolderPoolTheStatesOfTokens() throws IOException {
    JsonNode golden = PipelinesTest.golden(GOLDENS.resolve("sentence.bert"));
    copy("sentence.bert", "onnx/model.onnx");
    checkEmbeddings(folder, golden, golden.get("embeddings"));
    checkEmbeddings(folder.resolve("onnx/model.onnx"), golden, golden.get("embeddings"));
  }

  @Test
  void withoutModulesTheVectorIsTheMeanOfTheTokens() throws IOException {
    JsonNode golden = PipelinesTest.golden(GOLDENS.resolve("sentence.bert"));
    copy("sentence.bert", "model.onnx");
    Files.delete(folder.resolve("modules.json"));
    JsonNode means = new ObjectMapper().readTree(GOLDENS.resolve("exported/means.json").toFile());
    checkEmbeddings(folder, golden, means);
  }

  /** As in the jars of LangChain4j: both files begin alike, and there is no configuration. */
  @Test
  void theTokenizerMayBeNamedAfterTheFile() throws IOException {
    JsonNode golden = PipelinesTest.golden(GOLDENS.resolve("sentence.bert"));
    Path file = folder.resolve("small.onnx");
    Files.copy(GOLDENS.resolve("exported/sentence.bert.onnx"), file);
    Path tokenizer = folder.resolve("small-tokenizer.json");
    String text = Files.readString(GOLDENS.resolve("sentence.bert/tokenizer.json"));
    Files.writeString(tokenizer, text.replaceFirst("\"max_length\": 6", "\"max_length\": 12"));
    JsonNode means = new ObjectMapper().readTree(GOLDENS.resolve("exported/means.json").toFile());
    checkEmbeddings(folder, golden, means);
  }

  private static void checkEmbeddings(Path path, JsonNode golden, JsonNode expected)
      throws IOException {
    List<String> texts = PipelinesTest.texts(golden);
    Tensor vectors = Tensor.of(PipelinesTest.matrix(expected));
    try (Embedder embedder = Embedder.load(path)) {
      assertThat(embedder.maxLength()).isEqualTo(golden.get("max_length").asInt());
      assertThat(embedder.dimension()).isEqualTo(12);
      for (Engine engine : ENGINES) {
        try (Embedder view = embedder.on(engine)) {
          Distances.check(path + " " + engine, Tensor.of(view.embed(texts)), vectors, TOLERANCE);
        }
      }
    }
  }

  @Test
  void classesEqualThoseOfTransformers() throws IOException {
    copy("sequence.bert", "model.onnx");
    JsonNode golden = PipelinesTest.golden(folder);
    try (TextClassifier classifier = TextClassifier.load(folder)) {
      for (Engine engine : ENGINES) {
        try (TextClassifier view = classifier.on(engine)) {
          List<List<Prediction>> found = view.classify(PipelinesTest.texts(golden));
          for (int i = 0; i < found.size(); i++) {
            PipelinesTest.check(found.get(i), golden.get("results").get(i), "label");
          }
        }
      }
    }
    assertThatThrownBy(() -> Embedder.load(folder))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("expected a sentence encoder");
  }

  @Test
  void spansAndWordsEqualThoseOfTransformers() throws IOException {
    copy("token.bert", "model.onnx");
    JsonNode golden = PipelinesTest.golden(folder);
    try (TokenClassifier classifier = TokenClassifier.load(folder)) {
      String text = golden.get("texts").get(4).asText();
      List<String> labels = classifier.classify(text).stream().map(TextSpan::label).toList();
      assertThat(labels).hasSizeGreaterThan(2);
      assertThat(labels).isEqualTo(golden.get("results").get(4).findValuesAsText("entity_group"));
    }
    Files.delete(folder.resolve("model.onnx"));
    copy("masked.roberta", "model.onnx");
    JsonNode words = PipelinesTest.golden(folder);
    try (FillMask fill = FillMask.load(folder)) {
      PipelinesTest.check(
          fill.fill(words.get("texts").get(0).asText()), words.get("results").get(0), "token_str");
    }
  }

  @Test
  void foldersWithoutATokenizerOrWithSeveralFilesAreRefused() throws IOException {
    Path first = folder.resolve("first.onnx");
    Files.copy(GOLDENS.resolve("exported/sentence.bert.onnx"), first);
    assertThatThrownBy(() -> Embedder.load(folder))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("has no tokenizer.json");
    try (Model model = Model.load(folder)) {
      assertThatThrownBy(() -> model.predict("a text"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the model has no tokenizer");
    }
    Files.copy(first, folder.resolve("second.onnx"));
    assertThatThrownBy(() -> Model.load(folder))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("load one of [first.onnx, second.onnx]");
  }

  /** Copies a folder with an ONNX file in place of its weights. */
  private void copy(String name, String file) throws IOException {
    Path from = GOLDENS.resolve(name);
    try (var files = Files.walk(from)) {
      for (Path one : files.filter(Files::isRegularFile).toList()) {
        Path target = folder.resolve(from.relativize(one).toString());
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        Files.deleteIfExists(target);
        Files.copy(one, target);
      }
    }
    Files.delete(folder.resolve("model.safetensors"));
    Path network = folder.resolve(file);
    Files.createDirectories(Objects.requireNonNull(network.getParent()));
    Files.copy(GOLDENS.resolve("exported").resolve(name + ".onnx"), network);
  }
}
