package dev.tenon.text;

import static dev.tenon.Tenon.fit;
import static dev.tenon.Tenon.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.callbacks.History;
import dev.tenon.data.Batch;
import dev.tenon.data.CsvFile;
import dev.tenon.data.Dataset;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.FitOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trains on CSV files and other data sets, and compares with PyTorch;
 * tests/goldens/pipelines/make_training.py records it.
 */
class DatasetTrainingTest {
  /** Three passes of two batches are the script's six steps. */
  private static final FitOptions OPTIONS = fit().epochs(3).verbose(0);

  @TempDir Path temporary;

  private JsonNode golden;
  private Optimizer optimizer;

  @BeforeEach
  void read() throws IOException {
    golden = TextTrainingTest.golden();
    optimizer = sgd(golden.get("rate").asDouble());
  }

  private Path folder(String name) throws IOException {
    return TextTrainingTest.withoutDropout(temporary, name);
  }

  /** Writes columns as a CSV file. */
  @SafeVarargs
  private CsvFile csv(String headings, List<String>... columns) throws IOException {
    StringBuilder text = new StringBuilder(headings + "\n");
    for (int row = 0; row < columns[0].size(); row++) {
      List<String> cells = new ArrayList<>();
      for (List<String> column : columns) {
        cells.add('"' + column.get(row) + '"');
      }
      text.append(String.join(",", cells)).append('\n');
    }
    return Dataset.fromCsv(Files.writeString(temporary.resolve("data.csv"), text)).batch(3);
  }

  private List<String> column(String name, int... path) {
    List<String> cells = new ArrayList<>();
    for (JsonNode row : golden.get(name)) {
      JsonNode cell = row;
      for (int index : path) {
        cell = cell.get(index);
      }
      cells.add(cell.isArray() ? String.join(" ", TextTrainingTest.strings(cell)) : cell.asText());
    }
    return cells;
  }

  /** The loss of an epoch is the mean of its two steps. */
  private void compare(String name, History history) {
    JsonNode expected = golden.get("losses").get(name);
    assertThat(expected).hasSize(6);
    for (int i = 0; i < 3; i++) {
      double mean = (expected.get(2 * i).asDouble() + expected.get(2 * i + 1).asDouble()) / 2;
      assertThat(history.get("loss").get(i)).as(name + " " + i).isCloseTo(mean, within(1e-4));
    }
  }

  @Test
  void textsWithOneOrSeveralClasses() throws IOException {
    CsvFile data = csv("text,label", column("texts"), column("labels")).texts("text");
    assertThat(data.classNames()).containsExactly("bad", "good", "neither");
    try (TextClassifier classifier = TextClassifier.load(folder("sequence.bert"))) {
      classifier.compile(optimizer);
      compare("sequence.bert", classifier.fit(data, OPTIONS));
      assertThatThrownBy(() -> classifier.fit(data.noLabel(), OPTIONS))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected a Dataset of texts")
          .hasMessageContaining("received features [STRING(3,)] and targets []");
    }
    float[] rows = new float[18];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) golden.get("several").get(i / 3).get(i % 3).asDouble();
    }
    Tensor texts = TextTraining.strings(column("texts"));
    try (TextClassifier classifier = TextClassifier.load(folder("sequence.distilbert"))) {
      classifier.compile(optimizer);
      Dataset several = Dataset.of(texts, Tensor.of(rows, 6, 3)).batch(3);
      compare("sequence.distilbert", classifier.fit(several, OPTIONS));
      Dataset wrong = Dataset.of(texts, Tensor.of(new int[6], 6));
      assertThatThrownBy(() -> classifier.fit(wrong, OPTIONS))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("rows of 0 and 1")
          .hasMessageContaining("for the classes [bad, good, neither]");
    }
  }

  @Test
  void sentencesWithTags() throws IOException {
    CsvFile data = csv("text,tags", column("tagged", 0), column("tagged", 1)).texts("text");
    try (TokenClassifier classifier = TokenClassifier.load(folder("token.bert"))) {
      classifier.compile(optimizer);
      compare("token.bert", classifier.fit(data, OPTIONS));
      assertThatThrownBy(
              () ->
                  classifier.fit(
                      csv("text,tags", List.of("a b"), List.of("O")).texts("text"), OPTIONS))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("2 words and 1 tags");
      assertThatThrownBy(() -> classifier.fit(data, OPTIONS.classWeight(Map.of(0, 2.0))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("classes of whole texts only");
    }
  }

  @Test
  void questionsWithAnswers() throws IOException {
    List<String> contexts = column("questions", 1);
    List<String> answers = column("questions", 2);
    CsvFile data =
        csv("question,context,answer", column("questions", 0), contexts, answers)
            .texts("question", "context");
    int[] starts = new int[6];
    Arrays.setAll(starts, i -> contexts.get(i).indexOf(answers.get(i)));
    Batch placed =
        Batch.of(
            List.of(TextTraining.strings(column("questions", 0)), TextTraining.strings(contexts)),
            List.of(TextTraining.strings(answers), Tensor.of(starts, 6)));
    Path folder = folder("question.bert");
    for (Dataset one : List.of(data, Dataset.of(placed).batch(3))) {
      try (QuestionAnswerer answerer = QuestionAnswerer.load(folder)) {
        answerer.compile(optimizer);
        compare("question.bert", answerer.fit(one, OPTIONS));
        starts[0]++;
        Dataset wrong =
            Dataset.of(
                Batch.of(
                    placed.features(),
                    List.of(TextTraining.strings(answers), Tensor.of(starts, 6))));
        assertThatThrownBy(() -> answerer.fit(wrong, OPTIONS))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("expected 'in Berlin' at place");
      }
    }
  }

  @Test
  void pairsWithAndWithoutScores() throws IOException {
    CsvFile data =
        csv("first,second,score", column("texts"), column("pairs"), column("scores"))
            .texts("first", "second");
    try (Embedder embedder = Embedder.load(folder("sentence.mpnet"))) {
      embedder.compile(optimizer);
      compare("sentence.mpnet", embedder.fit(data.noLabel(), OPTIONS));
      assertThatThrownBy(() -> embedder.fit(data.texts("first").noLabel(), OPTIONS))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("pairs of texts, two string columns");
    }
    try (Embedder embedder = Embedder.load(folder("sentence.bert"))) {
      embedder.compile(optimizer);
      compare("sentence.bert.scores", embedder.fit(data, OPTIONS));
      assertThatThrownBy(() -> embedder.fit(data.label("first"), OPTIONS))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("scores: expected numbers, received");
    }
  }

  @Test
  void textsWithHiddenWords() throws IOException {
    CsvFile data = csv("text", column("texts")).texts("text");
    try (FillMask fill = FillMask.load(folder("masked.roberta"))) {
      fill.compile(optimizer);
      compare("masked.roberta", fill.fit(data, TextTrainingTest::hidden, OPTIONS));
      assertThat(fill.fit(data.shuffle(6, 1L), OPTIONS.seed(1L)).get("loss")).hasSize(3);
      Dataset labelled = data.label("text");
      assertThatThrownBy(() -> fill.fit(labelled, OPTIONS))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("texts, one string column, without targets");
    }
  }
}
