package dev.tenon.training;

import static dev.tenon.Tenon.*;
import static dev.tenon.training.CompileOptions.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.callbacks.Callback;
import dev.tenon.callbacks.History;
import dev.tenon.callbacks.Logs;
import dev.tenon.callbacks.TrainingRun;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What callbacks see of blocks of batches, and the numbers then, against a recording of Keras by
 * {@code tests/goldens/training/make_steps_per_execution.py}.
 */
final class StepsPerExecutionTest {
  private static final int FEATURES = 3;

  private record Seen(String call, int batch, Map<String, Double> logs) {}

  /** Notes each call. */
  private static final class Recorder implements Callback {
    private final List<Seen> calls = new ArrayList<>();
    private final boolean stops;

    Recorder(boolean stops) {
      this.stops = stops;
    }

    @Override
    public void onTrainBatchBegin(TrainingRun fitting, int batch) {
      calls.add(new Seen("train begin", batch, Map.of()));
    }

    @Override
    public void onTrainBatchEnd(TrainingRun fitting, int batch, Logs logs) {
      calls.add(new Seen("train end", batch, logs.get()));
      if (stops) {
        fitting.stopTraining();
      }
    }

    @Override
    public void onTestBatchBegin(TrainingRun fitting, int batch) {
      calls.add(new Seen("test begin", batch, Map.of()));
    }

    @Override
    public void onTestBatchEnd(TrainingRun fitting, int batch, Logs logs) {
      calls.add(new Seen("test end", batch, logs.get()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "4", "4 stopped", "16"})
  void blocksAreThoseOfKeras(String name) throws IOException {
    JsonNode recorded =
        new ObjectMapper()
            .readTree(Checkout.file("tests/goldens/training/steps_per_execution.json").toFile())
            .get(name);
    int block = Integer.parseInt(name.replace(" stopped", ""));
    Recorder recorder = new Recorder(name.endsWith("stopped"));
    try (Model model = compiled(block)) {
      History history =
          model.fit(
              waves(39, FEATURES),
              waves(39, 1),
              fit()
                  .batchSize(4)
                  .epochs(2)
                  .shuffle(false)
                  .verbose(0)
                  .callbacks(recorder)
                  .validationData(waves(9, FEATURES), waves(9, 1)));
      checkCalls(recorded.get("calls"), recorder.calls);
      recorded
          .get("history")
          .properties()
          .forEach(entry -> near(entry.getValue(), history.get(entry.getKey())));
      List<Double> weights = new ArrayList<>();
      for (Tensor weight : model.weights().values()) {
        for (int i = 0; i < weight.size(); i++) {
          weights.add(weight.getDouble(i));
        }
      }
      near(recorded.get("weights"), weights);
    }
  }

  @Test
  void filesHoldTheSizeOfBlocks(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("model.keras");
    try (Model model = compiled(4)) {
      model.save(file);
    }
    Recorder recorder = new Recorder(false);
    try (Model loaded = Model.load(file)) {
      loaded.fit(
          waves(8, FEATURES), waves(8, 1), fit().batchSize(1).verbose(0).callbacks(recorder));
    }
    assertThat(recorder.calls).extracting(Seen::batch).containsExactly(0, 3, 4, 7);
  }

  @Test
  void fewerThanOneIsRefused() {
    assertThatThrownBy(() -> compile().stepsPerExecution(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stepsPerExecution must be at least 1, received 0");
  }

  private static Model compiled(int block) {
    Model model = sequential(input(FEATURES), dense(1));
    Map<String, Tensor> weights = new LinkedHashMap<>();
    model.weights().forEach((name, weight) -> weights.put(name, waves(weight.shape())));
    model.setWeights(weights);
    model.compile(
        compile().optimizer(adam(0.1)).loss("mse").metrics("mae").stepsPerExecution(block));
    return model;
  }

  private static void checkCalls(JsonNode recorded, List<Seen> calls) {
    assertThat(calls).hasSize(recorded.size());
    for (int i = 0; i < calls.size(); i++) {
      Seen seen = calls.get(i);
      JsonNode call = recorded.get(i);
      assertThat(seen.call() + " " + seen.batch())
          .isEqualTo(call.get(0).asText() + " " + call.get(1).asInt());
      if (!call.get(2).isNull()) {
        assertThat(seen.logs().get("loss")).isCloseTo(call.get(2).asDouble(), within(1e-5));
        assertThat(seen.logs().get("mae")).isCloseTo(call.get(3).asDouble(), within(1e-5));
      }
    }
  }

  private static void near(JsonNode recorded, List<Double> found) {
    assertThat(found).hasSize(recorded.size());
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i)).isCloseTo(recorded.get(i).asDouble(), within(1e-5));
    }
  }

  private static Tensor waves(long... shape) {
    int size = 1;
    for (long length : shape) {
      size *= Math.toIntExact(length);
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) Math.sin(i * 0.7 + 0.3);
    }
    return Tensor.of(values, shape);
  }
}
