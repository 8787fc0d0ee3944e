package dev.tenon.training;

import static dev.tenon.Tenon.rematScope;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.callbacks.Callbacks;
import dev.tenon.callbacks.History;
import dev.tenon.data.Dataset;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Distances;
import dev.tenon.testing.Processes;
import dev.tenon.testing.UnknownLength;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A short {@code fit} of every kind of model, loss, layer in training, optimizer and argument,
 * against a recording of Keras: what the logs say after every batch, the history, the weights, and
 * what {@code evaluate} and {@code predict} give afterwards.
 *
 * <p>Losses and weights are within 1e-5 with SGD; the recordings of adaptive optimizers say how
 * near they have to be (docs/numbers.md). What is not equal yet stands in {@code gaps.tsv} with the
 * reason, and must still differ.
 */
final class FitGoldensTest {
  private static final Path FOLDER = Checkout.file("tests/goldens/training/runs");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LEAST = 100;

  /**
   * Weights that may be farther off than their recording says. The bias of this one is 0.02 after
   * ten steps of Adam, each of which is about a hundredth: a difference of 5e-7 is 2e-5 of it.
   * docs/numbers.md asks for 1e-5 with SGD only.
   */
  private static final Map<String, Double> WEIGHT_BOUNDS = Map.of("embedding_shared_adam", 4e-5);

  @TestFactory
  Stream<DynamicTest> fitsEqualKeras() throws IOException {
    List<JsonNode> rows = rows();
    Map<String, String> gaps = new HashMap<>();
    for (String line : Files.readAllLines(FOLDER.resolveSibling("gaps.tsv"))) {
      String[] cells = line.split("\t", 2);
      gaps.put(cells[0], cells[1]);
    }
    assertThat(rows).hasSizeGreaterThanOrEqualTo(LEAST);
    return rows.stream().map(row -> test(row, gaps));
  }

  private static List<JsonNode> rows() throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(FOLDER.resolve("manifest.jsonl"))) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }

  private static DynamicTest test(JsonNode row, Map<String, String> gaps) {
    String name = row.get("name").asText();
    String gap = gaps.get(name);
    return gap == null
        ? DynamicTest.dynamicTest(name, () -> check(row))
        : DynamicTest.dynamicTest(
            name + " (known gap)",
            () ->
                assertThatThrownBy(() -> check(row))
                    .as("this passes now: take it out of gaps.tsv")
                    .isNotNull());
  }

  /** With threads of its own for each session, transformers learn in two halves of the batch. */
  @Test
  void fitsEqualKerasInHalvesOfTheBatch() throws Exception {
    Processes.Result result =
        Processes.withOwnThreads(
            FitGoldensTest.class,
            "transformer",
            "transformer_adam",
            "transformer_masked",
            "decoder",
            "attention");
    assertThat(result.code()).as(result.err()).isZero();
  }

  /** Checks the runs of these names. */
  public static void main(String[] names) throws IOException {
    List<String> wanted = new ArrayList<>(List.of(names));
    for (JsonNode row : rows()) {
      if (wanted.remove(row.get("name").asText())) {
        check(row);
      }
    }
    assertThat(wanted).isEmpty();
  }

  private static void check(JsonNode row) throws IOException {
    check(row, load(row));
  }

  private static void check(JsonNode row, Model loaded) throws IOException {
    check(row, loaded, false);
  }

  private static void check(JsonNode row, Model loaded, boolean cacheFrozen) throws IOException {
    RecordedFit recorded = recorded(row);
    try (Model model = loaded) {
      List<Map<String, Double>> batches = new ArrayList<>();
      History history =
          model.fit(
              recorded.data().all(),
              recorded
                  .options()
                  .cacheFrozen(cacheFrozen)
                  .callbacks(
                      List.of(
                          Callbacks.lambdaCallback()
                              .onTrainBatchEnd(
                                  (fitting, batch, logs) -> batches.add(logs.get())))));
      recorded.checkBatches(batches);
      checkAfter(row, recorded, history, model, recorded.data().batch(recorded.batchSize()));
    }
  }

  private static RecordedFit recorded(JsonNode row) throws IOException {
    try (Source source = Source.of(FOLDER.resolve(row.get("name").asText() + ".npz"))) {
      return new RecordedFit(row, Npz.read(source));
    }
  }

  private static Model load(JsonNode row) throws IOException {
    return Model.load(FOLDER.resolve(row.get("name").asText() + ".keras"));
  }

  private static void checkAfter(
      JsonNode row, RecordedFit recorded, History history, Model model, Dataset data) {
    checkHistory(row, recorded, history);
    checkWeights(row, recorded, model);
    double tolerance = row.get("tolerance").asDouble();
    Map<String, Double> measured = model.evaluate(data);
    measured.forEach(
        (key, value) -> Distances.near(recorded.number("e:" + key), value, tolerance, key));
    assertThat(measured.keySet()).isEqualTo(recorded.names("e:"));
    int output = 0;
    if (!recorded.arrays().containsKey("p0")) {
      return;
    }
    for (Tensor found : model.predict(data).values()) {
      Distances.near(
          recorded.arrays().get("p" + output), found, tolerance, "prediction " + output++);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dense_adam",
        "frozen_norm",
        "norms",
        "cnn",
        "unet",
        "lstm_stack",
        "transformer",
        "dropout",
        "lstm_dropout",
        "augmented",
        "embedding_adam",
        "spectral_norm_adam",
        "loss_scale_adam"
      })
  void valuesComputedAgainChangeNoNumber(String name) throws IOException {
    JsonNode row =
        rows().stream()
            .filter(each -> each.get("name").asText().equals(name))
            .findAny()
            .orElseThrow();
    Model model =
        rematScope("full")
            .scoped(
                () -> {
                  try {
                    return load(row);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
    check(row, model);
  }

  @ParameterizedTest
  @ValueSource(strings = {"frozen", "frozen_nested", "frozen_regularized"})
  void valuesOfFrozenLayersMayBeComputedOnce(String name) throws IOException {
    JsonNode row =
        rows().stream()
            .filter(each -> each.get("name").asText().equals(name))
            .findAny()
            .orElseThrow();
    check(row, load(row), true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"frozen_norm", "dropout"})
  void nothingIsComputedOnceBehindWhatChanges(String name) throws IOException {
    JsonNode row =
        rows().stream()
            .filter(each -> each.get("name").asText().equals(name))
            .findAny()
            .orElseThrow();
    try (Model model = load(row)) {
      RecordedFit recorded = recorded(row);
      FitOptions options = recorded.options().cacheFrozen(true);
      assertThatThrownBy(() -> model.fit(recorded.data().all(), options))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected frozen layers in front of the first layer that learns");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dense", "fit_partial_batch", "fit_validation_freq", "fit_class_weight"})
  void dataOfUnknownLengthGiveTheSame(String name) throws IOException {
    for (JsonNode row : rows()) {
      if (!row.get("name").asText().equals(name)) {
        continue;
      }
      RecordedFit recorded = recorded(row);
      int size = recorded.batchSize();
      Dataset data = new UnknownLength(recorded.data().batch(size));
      FitOptions options = recorded.options();
      if (options.validationData() != null) {
        options = options.validationData(new UnknownLength(options.validationData().batch(size)));
      }
      try (Model model = load(row)) {
        checkAfter(row, recorded, model.fit(data, options), model, data);
      }
      return;
    }
    throw new AssertionError("no run " + name);
  }

  private static void checkHistory(JsonNode row, RecordedFit recorded, History history) {
    List<String> names = new ArrayList<>();
    row.get("history").forEach(key -> names.add(key.asText()));
    assertThat(history.history().keySet()).containsExactlyElementsOf(names);
    for (String name : names) {
      Tensor expected = recorded.arrays().get("h:" + name);
      List<Double> found = history.get(name);
      assertThat(found).as(name).hasSize(expected.size());
      for (int epoch = 0; epoch < found.size(); epoch++) {
        Distances.near(
            expected.getDouble(epoch),
            found.get(epoch),
            row.get("tolerance").asDouble(),
            name + " of epoch " + epoch);
      }
    }
  }

  private static void checkWeights(JsonNode row, RecordedFit recorded, Model model) {
    List<Map.Entry<String, Tensor>> found =
        model.weights().entrySet().stream().filter(entry -> !isNoWeight(entry.getKey())).toList();
    JsonNode paths = row.get("weights");
    assertThat(found).hasSize(paths.size());
    for (int i = 0; i < found.size(); i++) {
      String path = found.get(i).getKey();
      String expected = paths.get(i).asText();
      assertThat(last(path)).as(path + " for " + expected).isEqualTo(last(expected));
      Distances.near(
          recorded.arrays().get("w" + i),
          found.get(i).getValue(),
          WEIGHT_BOUNDS.getOrDefault(
              row.get("name").asText(), row.get("weight_tolerance").asDouble()),
          path);
    }
  }

  /** Keras counts neither the states of generators nor those of stateful layers as weights. */
  private static boolean isNoWeight(String path) {
    return path.contains("seed_generator") || last(path).startsWith("rnn_state");
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
