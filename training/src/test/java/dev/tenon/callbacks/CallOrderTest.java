package dev.tenon.callbacks;

import static dev.tenon.training.FitOptions.fit;
import static dev.tenon.training.PredictOptions.predict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.data.Dataset;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Distances;
import dev.tenon.training.EvaluateOptions;
import dev.tenon.training.FitOptions;
import dev.tenon.training.PredictOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The order in which callbacks are called, and their logs, against a recording of Keras. */
final class CallOrderTest {
  private static final Path FOLDER = Checkout.file("tests/goldens/callbacks");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double TOLERANCE = 1e-5;

  /** One call of a callback. */
  private record Recorded(String hook, @Nullable Integer number, Map<String, Object> logs) {
    String place() {
      return hook + " " + number;
    }
  }

  private static Tensor rows(JsonNode matrix, int from, int to) throws IOException {
    float[][] all = JSON.treeToValue(matrix, float[][].class);
    return Tensor.of(all).slice(0, from, to);
  }

  @TestFactory
  Stream<DynamicTest> callsOfKeras() throws IOException {
    JsonNode all = JSON.readTree(FOLDER.resolve("order.json").toFile());
    assertThat(all.get("runs").size()).isGreaterThanOrEqualTo(11);
    return StreamSupport.stream(all.get("runs").spliterator(), false)
        .map(
            run ->
                DynamicTest.dynamicTest(
                    run.get("verb") + " " + run.get("arguments") + " " + run.get("stop"),
                    () -> check(all, run)));
  }

  private static void check(JsonNode all, JsonNode run) throws IOException {
    List<Recorded> calls = new ArrayList<>();
    JsonNode stop = run.get("stop");
    String place = stop.isNull() ? "" : stop.get(0).asText() + " " + stop.get(1).asText();
    Callback callback = recorder(calls, place, run.get("verb").asText());
    try (Model model = Model.load(FOLDER.resolve("order.keras"))) {
      JsonNode arguments = run.get("arguments");
      switch (run.get("verb").asText()) {
        case "fit" -> {
          Dataset validation =
              Dataset.of(rows(all.get("x"), 10, 16), rows(all.get("y"), 10, 16)).batch(4);
          model.fit(
              rows(all.get("x"), 0, 10),
              rows(all.get("y"), 0, 10),
              options(arguments, callback).shuffle(false).validationData(validation));
        }
        case "evaluate" ->
            model.evaluate(
                rows(all.get("x"), 0, 16),
                rows(all.get("y"), 0, 16),
                evaluated(arguments, callback));
        default -> {
          PredictOptions options = predict().callbacks(List.of(callback));
          if (arguments.has("batch_size")) {
            options = options.batchSize(arguments.get("batch_size").asInt());
          }
          if (arguments.has("steps")) {
            options = options.steps(arguments.get("steps").asInt());
          }
          model.predict(rows(all.get("x"), 0, 16), options);
        }
      }
    }
    List<Recorded> expected = new ArrayList<>();
    for (JsonNode call : run.get("calls")) {
      Map<String, Object> logs = new LinkedHashMap<>();
      call.get(2).properties().forEach(entry -> logs.put(entry.getKey(), entry.getValue()));
      Integer number = call.get(1).isNull() ? null : call.get(1).asInt();
      expected.add(new Recorded(call.get(0).asText(), number, logs));
    }
    assertThat(calls).extracting(Recorded::place).isEqualTo(places(expected));
    for (int i = 0; i < calls.size(); i++) {
      compare(expected.get(i), calls.get(i));
    }
  }

  private static List<String> places(List<Recorded> calls) {
    return calls.stream().map(Recorded::place).toList();
  }

  private static FitOptions options(JsonNode arguments, Callback callback) {
    FitOptions options =
        fit()
            .verbose(0)
            .batchSize(arguments.get("batch_size").asInt())
            .callbacks(List.of(callback));
    if (arguments.has("epochs")) {
      options = options.epochs(arguments.get("epochs").asInt());
    }
    return arguments.has("steps") ? options.stepsPerEpoch(arguments.get("steps").asInt()) : options;
  }

  private static EvaluateOptions evaluated(JsonNode arguments, Callback callback) {
    EvaluateOptions options =
        EvaluateOptions.evaluate()
            .batchSize(arguments.get("batch_size").asInt())
            .callbacks(callback);
    return arguments.has("steps") ? options.steps(arguments.get("steps").asInt()) : options;
  }

  private static void compare(Recorded expected, Recorded found) throws IOException {
    assertThat(List.copyOf(found.logs().keySet()))
        .as(found.place())
        .isEqualTo(List.copyOf(expected.logs().keySet()));
    for (Map.Entry<String, Object> entry : expected.logs().entrySet()) {
      JsonNode value = (JsonNode) entry.getValue();
      Object log = found.logs().get(entry.getKey());
      String what = found.place() + " " + entry.getKey();
      if (log instanceof Tensor outputs) {
        Distances.near(rows(value, 0, value.size()), outputs, TOLERANCE, what);
      } else {
        Distances.near(value.asDouble(), (Double) log, TOLERANCE, what);
      }
    }
  }

  private static Callback recorder(List<Recorded> calls, String stop, String verb) {
    return new Callback() {
      private void note(
          TrainingRun fitting, String hook, @Nullable Integer number, Map<?, ?> logs) {
        Map<String, Object> copy = new LinkedHashMap<>();
        logs.forEach((name, value) -> copy.put(String.valueOf(name), value));
        Recorded call = new Recorded(hook, number, copy);
        calls.add(call);
        if (call.place().equals(stop)) {
          switch (verb) {
            case "fit" -> fitting.stopTraining();
            case "evaluate" -> fitting.stopEvaluating();
            default -> fitting.stopPredicting();
          }
        }
      }

      @Override
      public void onTrainBegin(TrainingRun fitting) {
        note(fitting, "on_train_begin", null, Map.of());
      }

      @Override
      public void onTrainEnd(TrainingRun fitting, Map<String, Double> logs) {
        note(fitting, "on_train_end", null, logs);
      }

      @Override
      public void onEpochBegin(TrainingRun fitting, int epoch) {
        note(fitting, "on_epoch_begin", epoch, Map.of());
      }

      @Override
      public void onEpochEnd(TrainingRun fitting, int epoch, Map<String, Double> logs) {
        note(fitting, "on_epoch_end", epoch, logs);
      }

      @Override
      public void onTrainBatchBegin(TrainingRun fitting, int batch) {
        note(fitting, "on_train_batch_begin", batch, Map.of());
      }

      @Override
      public void onTrainBatchEnd(TrainingRun fitting, int batch, Logs logs) {
        note(fitting, "on_train_batch_end", batch, logs.get());
      }

      @Override
      public void onTestBegin(TrainingRun fitting) {
        note(fitting, "on_test_begin", null, Map.of());
      }

      @Override
      public void onTestEnd(TrainingRun fitting, Map<String, Double> logs) {
        note(fitting, "on_test_end", null, logs);
      }

      @Override
      public void onTestBatchBegin(TrainingRun fitting, int batch) {
        note(fitting, "on_test_batch_begin", batch, Map.of());
      }

      @Override
      public void onTestBatchEnd(TrainingRun fitting, int batch, Logs logs) {
        note(fitting, "on_test_batch_end", batch, logs.get());
      }

      @Override
      public void onPredictBegin(TrainingRun fitting) {
        note(fitting, "on_predict_begin", null, Map.of());
      }

      @Override
      public void onPredictEnd(TrainingRun fitting) {
        note(fitting, "on_predict_end", null, Map.of());
      }

      @Override
      public void onPredictBatchBegin(TrainingRun fitting, int batch) {
        note(fitting, "on_predict_batch_begin", batch, Map.of());
      }

      @Override
      public void onPredictBatchEnd(TrainingRun fitting, int batch, Map<String, Tensor> outputs) {
        Tensor single = outputs.values().iterator().next();
        note(fitting, "on_predict_batch_end", batch, Map.of("outputs", single));
      }
    };
  }

  @Test
  void functionsInsteadOfAClass() throws IOException {
    List<String> calls = new ArrayList<>();
    LambdaCallback callback =
        Callbacks.lambdaCallback()
            .onTestBegin(fitting -> calls.add("test begins"))
            .onTestBatchBegin((fitting, batch) -> calls.add("test batch " + batch))
            .onTestBatchEnd((fitting, batch, logs) -> calls.add("tested " + logs.get().keySet()))
            .onTestEnd((fitting, logs) -> calls.add("test ends"))
            .onPredictBegin(fitting -> calls.add("predict begins of " + fitting.steps()))
            .onPredictBatchBegin((fitting, batch) -> calls.add("predict batch " + batch))
            .onPredictBatchEnd((fitting, batch, outputs) -> calls.add("predicted"))
            .onPredictEnd(
                fitting -> {
                  calls.add("predict ends");
                  assertThatIllegalStateException()
                      .isThrownBy(fitting::learningRate)
                      .withMessageContaining("a prediction is under way");
                });
    JsonNode all = JSON.readTree(FOLDER.resolve("order.json").toFile());
    Tensor x = rows(all.get("x"), 0, 16);
    try (Model model = Model.load(FOLDER.resolve("order.keras"))) {
      Dataset data = Dataset.of(x, rows(all.get("y"), 0, 16)).batch(16);
      model.evaluate(data, EvaluateOptions.evaluate().callbacks(callback));
      model.predict(data, predict().callbacks(List.of(callback)));
    }
    assertThat(calls)
        .containsExactly(
            "test begins",
            "test batch 0",
            "tested [loss, mae]",
            "test ends",
            "predict begins of OptionalLong[1]",
            "predict batch 0",
            "predicted",
            "predict ends");
  }
}
