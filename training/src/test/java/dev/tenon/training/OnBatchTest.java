package dev.tenon.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Single batches, against a recording of Keras' train_on_batch, test_on_batch, predict_on_batch.
 */
class OnBatchTest {
  private static final Path FOLDER = Checkout.file("tests/goldens/training");
  private static final Map<Integer, Double> CLASS_WEIGHT = Map.of(0, 2.0, 2, 0.5);
  private static Map<String, Tensor> golden = Map.of();

  @BeforeAll
  static void read() throws IOException {
    try (Source source = Source.of(FOLDER.resolve("batches.npz"))) {
      golden = Npz.read(source);
    }
  }

  private static List<Tensor> targets(String model, int step) {
    List<Tensor> targets = new ArrayList<>();
    for (int i = 0; golden.containsKey(model + ":y" + i); i++) {
      targets.add(golden.get(model + ":y" + i).get(step));
    }
    return targets;
  }

  private static BatchLogs call(Model model, String name, JsonNode row) {
    int step = row.get("step").intValue();
    Tensor x = golden.get(name + ":x").get(step);
    List<Tensor> y = targets(name, step);
    Tensor weight = golden.get(name + ":w").get(step);
    boolean train = row.get("call").textValue().equals("train");
    boolean weighted = row.get("sample_weight").booleanValue();
    if (row.get("class_weight").booleanValue()) {
      return model.trainOnBatch(x, y.get(0), CLASS_WEIGHT);
    }
    if (y.size() == 1 && weighted) {
      return train
          ? model.trainOnBatch(x, y.get(0), weight)
          : model.testOnBatch(x, y.get(0), weight);
    }
    List<Tensor> weights = weighted ? Collections.nCopies(y.size(), weight) : List.of();
    Batch batch = new Batch(List.of(x), y, weights);
    return train ? model.trainOnBatch(batch) : model.testOnBatch(batch);
  }

  @ParameterizedTest
  @ValueSource(strings = {"one", "two"})
  void logsAreThoseOfTheBatchAlone(String name) throws IOException {
    int seen = 0;
    try (Model model = Model.load(FOLDER.resolve("batches_" + name + ".keras"))) {
      for (String line : Files.readAllLines(FOLDER.resolve("batches.jsonl"))) {
        JsonNode row = new ObjectMapper().readTree(line);
        if (!row.get("model").textValue().equals(name)) {
          continue;
        }
        BatchLogs logs = call(model, name, row);
        List<String> names = new ArrayList<>();
        for (JsonNode entry : row.get("logs")) {
          String key = entry.get(0).textValue();
          names.add(key);
          assertThat(logs.get(key))
              .as(line + key)
              .isCloseTo(entry.get(1).doubleValue(), within(1e-5));
        }
        assertThat(logs.keySet()).containsExactlyElementsOf(names);
        assertThat(logs.loss()).isEqualTo(logs.get("loss"));
        seen++;
      }
      int at = 0;
      for (Tensor weight : model.weights().values()) {
        near(weight, golden.get(name + ":weight" + at++));
      }
      Map<String, Tensor> batch = Map.of("x", golden.get(name + ":x").get(0));
      at = 0;
      for (Tensor predicted : model.predictOnBatch(batch).values()) {
        near(predicted, golden.get(name + ":p" + at++));
      }
      if (name.equals("one")) {
        near(model.predictOnBatch(batch.get("x")), golden.get("one:p0"));
      }
    }
    assertThat(seen).isGreaterThan(5);
  }

  private static void near(Tensor found, Tensor expected) {
    assertThat(found.shape()).isEqualTo(expected.shape());
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.getDouble(i)).isCloseTo(expected.getDouble(i), within(1e-5));
    }
  }

  @Test
  void twoKindsOfWeightsAreRefused() throws IOException {
    Tensor x = golden.get("one:x").get(0);
    Batch weighted = new Batch(List.of(x), targets("one", 0), List.of(golden.get("one:w").get(0)));
    try (Model model = Model.load(FOLDER.resolve("batches_one.keras"))) {
      FitOptions options = FitOptions.fit().verbose(0).classWeight(CLASS_WEIGHT);
      assertThatThrownBy(() -> model.fit(Dataset.of(weighted), options))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("classWeight and sample weights");
    }
  }
}
