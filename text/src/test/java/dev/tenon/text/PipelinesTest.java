package dev.tenon.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.engine.Engine;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Distances;
import dev.tenon.zoo.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares with sentence-transformers and pipelines of transformers;
 * tests/goldens/pipelines/make.py records them.
 */
class PipelinesTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/pipelines");
  private static final double TOLERANCE = 1e-5;

  @TempDir Path folder;

  /** Lengths come from sentence_bert_config in one and from tokenizer_config in the other. */
  @ParameterizedTest
  @ValueSource(strings = {"sentence.bert", "sentence.mpnet"})
  void embeddingsEqualThoseOfSentenceTransformers(String name) throws IOException {
    JsonNode golden = golden(GOLDENS.resolve(name));
    List<String> texts = texts(golden);
    Tensor expected = Tensor.of(matrix(golden.get("embeddings")));
    try (Embedder embedder = Embedder.load(GOLDENS.resolve(name))) {
      assertThat(embedder.maxLength()).isEqualTo(golden.get("max_length").asInt());
      assertThat(embedder.dimension()).isEqualTo(12);
      for (Engine engine : List.of(Engine.TENSORFLOW, Engine.ONNX_RUNTIME)) {
        try (Embedder view = embedder.on(engine)) {
          Distances.check(name + " " + engine, Tensor.of(view.embed(texts)), expected, TOLERANCE);
          Distances.check(name, Tensor.of(view.embed(texts, 3)), expected, TOLERANCE);
        }
      }
      float[][] embeddings = embedder.embed(texts);
      assertThat(embedder.embed(List.of())).isEmpty();
      List<SearchResult> found = embedder.topK(golden.get("query").asText(), embeddings, 4);
      JsonNode results = golden.get("results");
      assertThat(found).hasSize(results.size());
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i).index()).isEqualTo(results.get(i).get("index").asInt());
        assertThat(found.get(i).score())
            .isCloseTo(results.get(i).get("score").asDouble(), within(TOLERANCE));
      }
    }
  }

  /** Where no other file names a length, that of tokenizer.json counts. */
  @Test
  void tokenizerJsonCutsLast() throws IOException {
    copy("sentence.mpnet");
    Files.delete(folder.resolve("tokenizer_config.json"));
    try (Embedder embedder = Embedder.load(folder)) {
      assertThat(embedder.maxLength()).isEqualTo(6);
      assertThat(embedder.embed("the old library is not open"))
          .isEqualTo(embedder.embed("the old library where Anna"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sequence.bert", "sequence.distilbert"})
  void classesEqualThoseOfTransformers(String name) throws IOException {
    JsonNode golden = golden(GOLDENS.resolve(name));
    try (TextClassifier classifier = TextClassifier.load(GOLDENS.resolve(name))) {
      assertThat(classifier.labels()).containsExactly("bad", "good", "neither");
      for (Engine engine : List.of(Engine.TENSORFLOW, Engine.ONNX_RUNTIME)) {
        try (TextClassifier view = classifier.on(engine)) {
          List<List<Prediction>> found = view.classify(texts(golden));
          for (int i = 0; i < found.size(); i++) {
            check(found.get(i), golden.get("results").get(i), "label");
          }
        }
      }
    }
  }

  @Test
  void classesOfTwoTextsEqualThoseOfTransformers() throws IOException {
    copy("sequence.bert");
    checkPairs("of_pairs");
    Path config = folder.resolve("tokenizer_config.json");
    String text = Files.readString(config);
    Files.writeString(config, text.replaceFirst("\"token_type_ids\",", ""));
    checkPairs("of_pairs_without_types");
    Files.writeString(config, text.replaceFirst("\"model_input_names\"", "\"unused\""));
    checkPairs("of_pairs_without_types");
  }

  private void checkPairs(String key) throws IOException {
    JsonNode golden = golden(folder);
    try (TextClassifier classifier = TextClassifier.load(folder)) {
      assertThatThrownBy(() -> classifier.classify(List.of("one"), List.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("one for each of 1 texts");
      for (int i = 0; i < 2; i++) {
        JsonNode pair = golden.get("pairs").get(i);
        List<Prediction> found = classifier.classify(pair.get(0).asText(), pair.get(1).asText());
        check(found, golden.get(key).get(i), "label");
      }
    }
  }

  /** A regression has no probabilities: their softmax is what the other network has. */
  @Test
  void aRegressionGivesTheNumbersThemselves() throws IOException {
    copy("sequence.bert");
    Path config = folder.resolve("config.json");
    String text = Files.readString(config);
    Files.writeString(config, text.replaceFirst("\\{", "{\"problem_type\": \"regression\","));
    JsonNode golden = golden(folder);
    try (TextClassifier classifier = TextClassifier.load(folder)) {
      List<Prediction> found = classifier.classify(golden.get("texts").get(0).asText());
      double sum = found.stream().mapToDouble(one -> Math.exp(one.score())).sum();
      for (int i = 0; i < found.size(); i++) {
        JsonNode expected = golden.get("results").get(0).get(i);
        assertThat(Math.exp(found.get(i).score()) / sum)
            .isCloseTo(expected.get("score").asDouble(), within(TOLERANCE));
      }
      assertThat(sum).isNotCloseTo(1, within(0.01));
    }
  }

  /** Places count characters of Java, which are two for an emoji. */
  @Test
  void spansEqualThoseOfTransformers() throws IOException {
    JsonNode golden = golden(GOLDENS.resolve("token.bert"));
    List<String> texts = texts(golden);
    try (TokenClassifier classifier = TokenClassifier.load(GOLDENS.resolve("token.bert"));
        TokenClassifier other = classifier.on(Engine.ONNX_RUNTIME)) {
      for (TokenClassifier view : List.of(classifier, other)) {
        List<List<TextSpan>> found = view.classify(texts);
        int spans = 0;
        for (int i = 0; i < texts.size(); i++) {
          JsonNode expected = golden.get("results").get(i);
          String text = texts.get(i);
          assertThat(found.get(i)).as(text).hasSize(expected.size());
          for (int j = 0; j < expected.size(); j++, spans++) {
            TextSpan span = found.get(i).get(j);
            JsonNode one = expected.get(j);
            assertThat(span.label()).isEqualTo(one.get("entity_group").asText());
            assertThat(span.score()).isCloseTo(one.get("score").asDouble(), within(TOLERANCE));
            int start = text.offsetByCodePoints(0, one.get("start").asInt());
            int end = text.offsetByCodePoints(0, one.get("end").asInt());
            assertThat(List.of(span.start(), span.end())).as(text).containsExactly(start, end);
            assertThat(span.text()).isEqualTo(text.substring(start, end));
          }
        }
        assertThat(spans).isGreaterThan(9);
      }
    }
  }

  @Test
  void wordsEqualThoseOfTransformers() throws IOException {
    JsonNode golden = golden(GOLDENS.resolve("masked.roberta"));
    try (FillMask fill = FillMask.load(GOLDENS.resolve("masked.roberta"));
        FillMask other = fill.on(Engine.ONNX_RUNTIME)) {
      assertThat(fill.mask()).isEqualTo("<mask>");
      for (int i = 0; i < golden.get("texts").size(); i++) {
        for (FillMask view : List.of(fill, other)) {
          List<Prediction> found = view.fill(golden.get("texts").get(i).asText());
          JsonNode expected = golden.get("results").get(i);
          check(found, expected, "token_str");
          assertThat(found.get(0).index()).isEqualTo(expected.get(0).get("token").asInt());
        }
      }
      assertThatThrownBy(() -> fill.fill("no gap"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected one <mask>");
    }
  }

  @Test
  void otherHeadsAreRefused() {
    assertThatThrownBy(() -> Embedder.load(GOLDENS.resolve("sequence.bert")))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("expected a sentence encoder");
    assertThatThrownBy(() -> TextClassifier.load(GOLDENS.resolve("token.bert")))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("ForSequenceClassification");
    assertThatThrownBy(() -> Embedder.cosineSimilarity(new float[2], new float[3]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Embedder.cosineSimilarity(new float[2], new float[] {1, 2})).isZero();
  }

  static void check(List<Prediction> found, JsonNode expected, String label) {
    assertThat(found).hasSize(expected.size());
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).label()).isEqualTo(expected.get(i).get(label).asText());
      assertThat((double) found.get(i).score())
          .isCloseTo(expected.get(i).get("score").asDouble(), within(TOLERANCE));
    }
  }

  private void copy(String name) throws IOException {
    try (var files = Files.walk(GOLDENS.resolve(name))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = folder.resolve(GOLDENS.resolve(name).relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  static JsonNode golden(Path place) throws IOException {
    return new ObjectMapper().readTree(Files.readString(place.resolve("expected.json")));
  }

  static List<String> texts(JsonNode golden) {
    List<String> texts = new ArrayList<>();
    golden.get("texts").forEach(text -> texts.add(text.asText()));
    assertThat(texts).hasSizeGreaterThan(6);
    return texts;
  }

  static float[][] matrix(JsonNode rows) {
    float[][] matrix = new float[rows.size()][];
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] = new float[rows.get(i).size()];
      for (int j = 0; j < matrix[i].length; j++) {
        matrix[i][j] = (float) rows.get(i).get(j).asDouble();
      }
    }
    return matrix;
  }
}
