package dev.tenon.text;

import static dev.tenon.Tenon.adam;
import static dev.tenon.Tenon.fit;
import static dev.tenon.Tenon.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.callbacks.History;
import dev.tenon.data.Dataset;
import dev.tenon.engine.Engine;
import dev.tenon.initializers.Seeds;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.zoo.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares with trainings in PyTorch; tests/goldens/pipelines/make_training.py records them. */
class TextTrainingTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/pipelines");

  @TempDir Path temporary;

  private interface Step {
    /** Trains on the samples from one to another. */
    History fit(int from, int to);
  }

  /** Does six steps of three samples each, as the script does. */
  private static void compare(JsonNode golden, String name, Step step) {
    JsonNode expected = golden.get("losses").get(name);
    assertThat(expected).hasSize(6);
    for (int i = 0; i < 6; i++) {
      int from = i % 2 * 3;
      assertThat(step.fit(from, from + 3).get("loss").get(0))
          .as(name + ", step " + i)
          .isCloseTo(expected.get(i).asDouble(), within(1e-4));
    }
  }

  @Test
  void classifiersOfTextsTrainAsInPyTorch() throws IOException {
    JsonNode golden = golden();
    Path saved = temporary.resolve("saved");
    List<String> texts = strings(golden.get("texts"));
    List<String> labels = strings(golden.get("labels"));
    List<List<Prediction>> found;
    try (TextClassifier classifier = TextClassifier.load(withoutDropout("sequence.bert"))) {
      classifier.compile(sgd(golden.get("rate").asDouble()));
      compare(
          golden,
          "sequence.bert",
          (from, to) ->
              classifier.fit(texts.subList(from, to), labels.subList(from, to), fit().verbose(0)));
      classifier.save(saved);
      found = classifier.classify(texts);
      try (TextClassifier other = classifier.on(Engine.ONNX_RUNTIME)) {
        assertThat(other.classify(texts.get(0)).get(0).score())
            .isCloseTo(found.get(0).get(0).score(), within(1e-5f));
      }
    }
    try (TextClassifier reopened = TextClassifier.load(saved)) {
      assertThat(reopened.labels()).containsExactly("bad", "good", "neither");
      assertThat(reopened.classify(texts)).isEqualTo(found);
    }
  }

  @Test
  void classifiersOfTokensTrainAsInPyTorch() throws IOException {
    JsonNode golden = golden();
    List<List<String>> words = new ArrayList<>();
    List<List<String>> tags = new ArrayList<>();
    for (JsonNode sentence : golden.get("tagged")) {
      words.add(strings(sentence.get(0)));
      tags.add(strings(sentence.get(1)));
    }
    try (TokenClassifier classifier = TokenClassifier.load(withoutDropout("token.bert"))) {
      classifier.compile(sgd(golden.get("rate").asDouble()));
      compare(
          golden,
          "token.bert",
          (from, to) ->
              classifier.fit(words.subList(from, to), tags.subList(from, to), fit().verbose(0)));
      classifier.save(temporary.resolve("saved"));
      assertThatThrownBy(() -> classifier.fit(words, words, fit()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("unknown label 'Anna'");
    }
    Seeds.setRandomSeed(1);
    try (TokenClassifier other =
        TokenClassifier.load(temporary.resolve("saved"), List.of("O", "I-X"))) {
      other.compile(adam(0.01));
      List<List<String>> sentences = List.of(List.of("Anna", "reads"), List.of("the", "bank"));
      List<List<String>> classes = List.of(List.of("I-X", "O"), List.of("O", "O"));
      other.fit(sentences, classes, fit().epochs(60).verbose(0).seed(1L));
      assertThat(other.classify("Anna reads").get(0).text()).isEqualTo("Anna");
      assertThat(other.classify("the bank")).isEmpty();
    }
  }

  /** Hides words by the rule of the script. */
  static int[] hidden(int[] ids, boolean[] special) {
    int[] seen = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      int kind = (ids[i] + i) % 3;
      boolean learned = ids[i] > 4 && kind < 2;
      seen[i] = learned ? (kind == 0 ? 4 : ids[i]) : MaskedTokens.Masking.NOT_LEARNED;
    }
    return seen;
  }

  @Test
  void maskedLanguageModelsTrainAsInPyTorch() throws IOException {
    JsonNode golden = golden();
    List<String> texts = strings(golden.get("texts"));
    try (FillMask fill = FillMask.load(withoutDropout("masked.roberta"))) {
      fill.compile(sgd(golden.get("rate").asDouble()));
      compare(
          golden,
          "masked.roberta",
          (from, to) ->
              fill.fit(texts.subList(from, to), TextTrainingTest::hidden, fit().verbose(0)));
      fill.compile(adam(0.01));
      fill.fit(List.of("Anna reads a book"), fit().epochs(80).verbose(0).seed(1L));
      assertThat(fill.fill("Anna <mask> a book").get(0).label()).isEqualTo("reads");
      fill.save(temporary.resolve("saved"));
    }
    RandomMasking masking = new RandomMasking(1, 4, 50);
    int[] counts = new int[3];
    int[] ids = new int[1000];
    Arrays.fill(ids, 7);
    for (int seen : masking.seen(ids, new boolean[ids.length])) {
      counts[seen == 4 ? 0 : seen == MaskedTokens.Masking.NOT_LEARNED ? 1 : 2]++;
    }
    assertThat(counts[0]).isBetween(90, 150);
    assertThat(counts[2]).isBetween(15, 50);
    assertThat(WordTags.objective()).isEqualTo(WordTags.objective());
    assertThat(masking.seen(new int[] {5, 6}, new boolean[] {true, false})[0])
        .isEqualTo(MaskedTokens.Masking.NOT_LEARNED);
  }

  @Test
  void answersTrainAsInPyTorch() throws IOException {
    JsonNode golden = golden();
    List<String> questions = new ArrayList<>();
    List<String> contexts = new ArrayList<>();
    List<Answer> answers = new ArrayList<>();
    for (JsonNode one : golden.get("questions")) {
      questions.add(one.get(0).asText());
      contexts.add(one.get(1).asText());
      answers.add(Answer.in(one.get(1).asText(), one.get(2).asText()));
    }
    Path saved = temporary.resolve("saved");
    try (QuestionAnswerer answerer = QuestionAnswerer.load(withoutDropout("question.bert"))) {
      answerer.compile(sgd(golden.get("rate").asDouble()));
      compare(
          golden,
          "question.bert",
          (from, to) ->
              answerer.fit(
                  questions.subList(from, to),
                  contexts.subList(from, to),
                  answers.subList(from, to),
                  fit().verbose(0)));
      answerer.save(saved);
    }
    Seeds.setRandomSeed(1);
    try (QuestionAnswerer answerer =
        QuestionAnswerer.loadEncoder(withoutDropout("masked.roberta"))) {
      answerer.compile(adam(0.01));
      // Several windows, one of which has the answer.
      String context = "the bank is open, and music is good. ".repeat(6) + "Anna reads a book";
      Answer answer = Answer.in(context, "Anna");
      History history =
          answerer.fit(
              List.of("who reads"), List.of(context), List.of(answer), fit().epochs(40).verbose(0));
      assertThat(history.get("loss").get(39)).isLessThan(history.get("loss").get(0) / 2);
      assertThat(answerer.answer("who reads", context).text()).isEqualTo("Anna");
    }
    assertThatThrownBy(() -> Answer.in("Anna works", "Berlin"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'Berlin'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sentence.mpnet", "sentence.bert.scores"})
  void encodersTrainAsSentenceTransformers(String name) throws IOException {
    JsonNode golden = golden();
    List<String> texts = strings(golden.get("texts"));
    List<String> pairs = strings(golden.get("pairs"));
    float[] scores = new float[6];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) golden.get("scores").get(i).asDouble();
    }
    Path saved = temporary.resolve("saved");
    float[] vector;
    try (Embedder embedder = Embedder.load(withoutDropout(name.replace(".scores", "")))) {
      embedder.compile(sgd(golden.get("rate").asDouble()));
      compare(
          golden,
          name,
          (from, to) -> {
            List<String> first = texts.subList(from, to);
            List<String> second = pairs.subList(from, to);
            return name.endsWith("scores")
                ? embedder.fit(
                    first, second, Arrays.copyOfRange(scores, from, to), fit().verbose(0))
                : embedder.fit(first, second, fit().verbose(0));
          });
      vector = embedder.embed(texts.get(0));
      embedder.save(saved);
    }
    try (Embedder embedder = Embedder.load(saved)) {
      assertThat(embedder.embed(texts.get(0))).isEqualTo(vector);
    }
  }

  /** The encoder is that of the folder; its head is new. */
  @Test
  void anEncoderGetsClassesOfOnesOwn() throws IOException {
    JsonNode golden = golden();
    List<String> texts = strings(golden.get("texts"));
    Tensor words = Tensor.ofStrings(texts.toArray(String[]::new), 6, 1);
    Tensor numbers = Tensor.of(new int[] {1, 0, 0, 0, 1, 0}, 6);
    Seeds.setRandomSeed(1);
    Path saved = temporary.resolve("saved");
    List<Prediction> found;
    try (TextClassifier classifier =
        TextClassifier.load(withoutDropout("masked.roberta"), List.of("spam", "ham"))) {
      double most = classifier.classify(texts.get(3)).get(0).score();
      assertThat(most).isCloseTo(0.5, within(0.1));
      classifier.compile(adam(0.01));
      Dataset data = Dataset.of(words, numbers).batch(2);
      History history = classifier.fit(data, fit().epochs(8).verbose(0).validationData(data));
      assertThat(history.get("val_accuracy").get(7)).isEqualTo(1);
      found = classifier.classify(texts.get(0));
      assertThat(found.get(0).label()).isEqualTo("ham");
      classifier.save(saved);
    }
    JsonNode config = new ObjectMapper().readTree(Files.readString(saved.resolve("config.json")));
    assertThat(config.get("architectures").get(0).asText())
        .isEqualTo("RobertaForSequenceClassification");
    assertThat(config.get("label2id").get("ham").asInt()).isEqualTo(1);
    try (TextClassifier reopened = TextClassifier.load(saved)) {
      assertThat(reopened.classify(texts.get(0))).isEqualTo(found);
    }
  }

  @Test
  void newClassesKeepAllButTheLastLayer() throws IOException {
    Path folder = GOLDENS.resolve("sequence.bert");
    for (List<String> labels : List.of(List.of("bad", "good", "neither"), List.of("x", "y", "z"))) {
      Path saved = temporary.resolve(labels.get(0));
      try (TextClassifier classifier = TextClassifier.load(folder, labels)) {
        classifier.save(saved);
      }
      try (Model before = Model.load(folder);
          Model after = Model.load(saved)) {
        Map<String, Tensor> weights = new TreeMap<>(before.weights());
        weights.keySet().removeIf(path -> path.contains("seed_generator"));
        assertThat(weights).containsKeys("pooler/kernel", "logits/bias");
        weights.forEach(
            (path, tensor) ->
                assertThat(after.weights().get(path).equals(tensor))
                    .as(path)
                    .isEqualTo(labels.contains("bad") || !path.startsWith("logits/")));
      }
    }
  }

  @Test
  void wrongLabelsAreRefused() throws IOException {
    Path folder = GOLDENS.resolve("sequence.bert");
    assertThatThrownBy(() -> TextClassifier.load(folder, List.of("one", "one")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least two different names");
    try (TextClassifier classifier = TextClassifier.load(folder)) {
      assertThatThrownBy(() -> classifier.fit(List.of("a"), List.of("goood"), fit()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("good");
      assertThatThrownBy(() -> classifier.fit(List.of("a"), List.of(), fit()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 texts and 0 labels");
    }
  }

  private Path withoutDropout(String name) throws IOException {
    return withoutDropout(temporary, name);
  }

  static Path withoutDropout(Path temporary, String name) throws IOException {
    Path folder = temporary.resolve(name);
    try (var files = Files.walk(GOLDENS.resolve(name))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = folder.resolve(GOLDENS.resolve(name).relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    Path config = folder.resolve("config.json");
    Files.writeString(
        config, Files.readString(config).replaceAll("(dropout[a-z_]*\": )0\\.[0-9]+", "$10.0"));
    return folder;
  }

  static JsonNode golden() throws IOException {
    return new ObjectMapper().readTree(Files.readString(GOLDENS.resolve("training.json")));
  }

  static List<String> strings(JsonNode list) {
    List<String> strings = new ArrayList<>();
    list.forEach(one -> strings.add(one.asText()));
    return strings;
  }
}
