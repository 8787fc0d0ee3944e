package dev.tenon.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.internal.console.Progbar;
import dev.tenon.layers.Layers;
import dev.tenon.layers.core.Dense;
import dev.tenon.tensor.PythonText;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Callbacks do with given logs what Keras' did, as tests/goldens/callbacks/make.py recorded it. */
class CallbacksGoldenTest {
  private static final JsonNode GOLDEN = golden();

  private static JsonNode golden() {
    Path file = Checkout.file("tests/goldens/callbacks/callbacks.json");
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<JsonNode> each(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  @TestFactory
  @DisplayName("scripted epochs")
  Stream<DynamicTest> monitors() {
    return each(GOLDEN.get("monitors"))
        .map(
            golden ->
                DynamicTest.dynamicTest(
                    golden.get("callback").asText() + golden.get("arguments"),
                    () -> monitor(golden)));
  }

  private static void monitor(JsonNode golden) {
    List<String> saved = new ArrayList<>();
    if (!golden.get("error").isNull()) {
      assertThatThrownBy(() -> run(golden, saved)).isInstanceOf(IllegalArgumentException.class);
      return;
    }
    Outcome outcome = run(golden, saved);
    assertThat(outcome.stopped())
        .isEqualTo(golden.get("stopped").isNull() ? -1 : golden.get("stopped").asInt());
    assertThat(outcome.weight()).isEqualTo(golden.get("weight").asDouble());
    assertThat(outcome.rates())
        .isEqualTo(each(golden.get("rates")).map(JsonNode::asDouble).toList());
    assertThat(saved).isEqualTo(each(golden.get("saved")).map(JsonNode::asText).toList());
    assertThat(outcome.printed().replace(System.lineSeparator(), "\n"))
        .isEqualTo(golden.get("printed").asText());
  }

  private record Outcome(int stopped, double weight, List<Double> rates, String printed) {}

  private static Outcome run(JsonNode golden, List<String> saved) {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try (Model model = model()) {
      Callback callback = callback(golden, saved);
      JsonNode epochs = golden.get("epochs");
      ScriptedFitting fitting = new ScriptedFitting(model, epochs.size(), OptionalLong.empty(), 0);
      callback.onTrainBegin(fitting);
      int stopped = -1;
      List<Double> rates = new ArrayList<>();
      Map<String, Double> logs = Map.of();
      for (int epoch = 0; epoch < epochs.size() && stopped < 0; epoch++) {
        logs = logs(epochs.get(epoch));
        callback.onEpochBegin(fitting, epoch);
        for (int batch = 0; batch < golden.get("batches").asInt(); batch++) {
          Map<String, Double> now = logs;
          callback.onTrainBatchBegin(fitting, batch);
          callback.onTrainBatchEnd(fitting, batch, () -> now);
        }
        Tensor weight = Tensor.of(new float[] {epoch + 1}, 1, 1);
        model.setWeights(Map.of(model.weights().keySet().iterator().next(), weight));
        callback.onEpochEnd(fitting, epoch, logs);
        rates.add(fitting.learningRate());
        stopped = fitting.stopped() ? epoch : -1;
      }
      callback.onTrainEnd(fitting, logs);
      double weight = model.weights().values().iterator().next().getDouble(0);
      return new Outcome(stopped, weight, rates, printed.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(before);
    }
  }

  private static Model model() {
    return Model.sequential(Layers.input(1), Dense.DEFAULTS.units(1).useBias(false));
  }

  private static Map<String, Double> logs(JsonNode node) {
    Map<String, Double> logs = new LinkedHashMap<>();
    node.properties()
        .forEach(
            entry ->
                logs.put(
                    entry.getKey(),
                    entry.getValue().isTextual()
                        ? python(entry.getValue().asText())
                        : entry.getValue().asDouble()));
    return logs;
  }

  private static double python(String text) {
    return switch (text) {
      case "nan" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private static Callback callback(JsonNode golden, List<String> saved) {
    JsonNode arguments = golden.get("arguments");
    return switch (golden.get("callback").asText()) {
      case "EarlyStopping" -> earlyStopping(arguments);
      case "ReduceLROnPlateau" -> reduce(arguments);
      default -> checkpoint(arguments, saved);
    };
  }

  private static EarlyStopping earlyStopping(JsonNode arguments) {
    EarlyStopping made = Callbacks.earlyStopping();
    for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
      JsonNode value = argument.getValue();
      made =
          switch (argument.getKey()) {
            case "verbose" -> made.verbose(value.asInt());
            case "patience" -> made.patience(value.asInt());
            case "monitor" -> made.monitor(value.asText());
            case "mode" -> made.mode(value.asText());
            case "min_delta" -> made.minDelta(value.asDouble());
            case "baseline" -> made.baseline(value.asDouble());
            case "restore_best_weights" -> made.restoreBestWeights(value.asBoolean());
            case "start_from_epoch" -> made.startFromEpoch(value.asInt());
            default -> throw new IllegalArgumentException(argument.getKey());
          };
    }
    return made;
  }

  private static ReduceLROnPlateau reduce(JsonNode arguments) {
    ReduceLROnPlateau made = Callbacks.reduceLROnPlateau();
    for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
      JsonNode value = argument.getValue();
      made =
          switch (argument.getKey()) {
            case "verbose" -> made.verbose(value.asInt());
            case "patience" -> made.patience(value.asInt());
            case "monitor" -> made.monitor(value.asText());
            case "mode" -> made.mode(value.asText());
            case "min_delta" -> made.minDelta(value.asDouble());
            case "factor" -> made.factor(value.asDouble());
            case "cooldown" -> made.cooldown(value.asInt());
            case "min_lr" -> made.minLr(value.asDouble());
            default -> throw new IllegalArgumentException(argument.getKey());
          };
    }
    return made;
  }

  private static ModelCheckpoint checkpoint(JsonNode arguments, List<String> saved) {
    ModelCheckpoint made =
        new ModelCheckpoint(
            ModelCheckpointOptions.of(arguments.get("filepath").asText()),
            (model, target) -> saved.add(target.toString()));
    for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
      JsonNode value = argument.getValue();
      made =
          switch (argument.getKey()) {
            case "filepath" -> made;
            case "verbose" -> made.verbose(value.asInt());
            case "monitor" -> made.monitor(value.asText());
            case "mode" -> made.mode(value.asText());
            case "save_best_only" -> made.saveBestOnly(value.asBoolean());
            case "save_weights_only" -> made.saveWeightsOnly(value.asBoolean());
            case "save_freq" -> made.saveFreq(value.asInt());
            case "initial_value_threshold" -> made.initialValueThreshold(value.asDouble());
            default -> throw new IllegalArgumentException(argument.getKey());
          };
    }
    return made;
  }

  @TestFactory
  @DisplayName("file names")
  Stream<DynamicTest> names() {
    Map<String, Number> values = new LinkedHashMap<>(logs(GOLDEN.get("names").get("values")));
    values.put("epoch", GOLDEN.get("names").get("values").get("epoch").asInt());
    return each(GOLDEN.get("names").get("patterns"))
        .map(
            golden ->
                DynamicTest.dynamicTest(
                    golden.get("pattern").asText(),
                    () ->
                        assertThat(FileNames.format(golden.get("pattern").asText(), values))
                            .isEqualTo(golden.get("text").asText())));
  }

  @TestFactory
  @DisplayName("numbers")
  Stream<DynamicTest> floats() {
    return each(GOLDEN.get("floats"))
        .map(
            golden ->
                DynamicTest.dynamicTest(
                    golden.get("text").asText(),
                    () ->
                        assertThat(
                                PythonText.repr(
                                    Double.longBitsToDouble(golden.get("bits").asLong())))
                            .isEqualTo(golden.get("text").asText())));
  }

  @Test
  @DisplayName("CSVLogger writes Keras' text")
  void csv(@TempDir Path folder) throws IOException {
    ScriptedFitting fitting = new ScriptedFitting(null, 1, OptionalLong.empty(), 0);
    int number = 0;
    for (JsonNode golden : GOLDEN.get("csv")) {
      Path file = folder.resolve(number++ + ".csv");
      CSVLogger logger = Callbacks.csvLogger(file);
      for (Map.Entry<String, JsonNode> argument : golden.get("arguments").properties()) {
        logger =
            argument.getKey().equals("append")
                ? logger.append(argument.getValue().asBoolean())
                : logger.separator(argument.getValue().asText());
      }
      for (int time = 0; time < 2; time++) {
        logger.onTrainBegin(fitting);
        for (int epoch = 0; epoch < golden.get("epochs").size(); epoch++) {
          logger.onEpochEnd(fitting, epoch, logs(golden.get("epochs").get(epoch)));
        }
        logger.onTrainEnd(fitting, Map.of());
      }
      assertThat(Files.readString(file)).isEqualTo(golden.get("text").asText());
    }
  }

  @TestFactory
  @DisplayName("progress bars")
  Stream<DynamicTest> bars() {
    return each(GOLDEN.get("bars"))
        .map(golden -> DynamicTest.dynamicTest(golden.get("name").asText(), () -> bar(golden)));
  }

  private static void bar(JsonNode golden) {
    StringBuilder printed = new StringBuilder();
    long[] now = {0};
    Progbar.Look look =
        golden.get("verbose").asInt() == 1 ? Progbar.Look.TERMINAL : Progbar.Look.LAST_LINE;
    Progbar bar = new Progbar(look, '━', printed::append, () -> now[0]);
    OptionalLong target =
        golden.get("target").isNull()
            ? OptionalLong.empty()
            : OptionalLong.of(golden.get("target").asLong());
    for (JsonNode step : golden.get("steps")) {
      now[0] = Math.round(step.get("ms").asDouble() * 1e6);
      bar.update(
          step.get("step").asLong(),
          target,
          () -> logs(step.get("values")),
          step.get("last").asBoolean());
      assertThat(printed.toString()).isEqualTo(step.get("text").asText());
      printed.setLength(0);
    }
  }

  @Test
  @DisplayName("the bar asks for numbers only when it draws")
  void lazy() {
    long[] now = {0};
    int[] asked = {0};
    StringBuilder printed = new StringBuilder();
    ProgbarLogger logger = new ProgbarLogger(true, '━', printed::append, () -> now[0]);
    ScriptedFitting fitting = new ScriptedFitting(null, 2, OptionalLong.of(1000), 1);
    logger.onTrainBegin(fitting);
    logger.onEpochBegin(fitting, 0);
    for (int batch = 0; batch < 1000; batch++) {
      now[0] += 1_000_000;
      logger.onTrainBatchEnd(
          fitting,
          batch,
          () -> {
            asked[0]++;
            return Map.of("loss", 1.0);
          });
    }
    logger.onEpochEnd(fitting, 0, Map.of("loss", 0.5));
    assertThat(asked[0]).isEqualTo(20);
    assertThat(printed.toString()).startsWith("Epoch 1/2\n").endsWith(" - loss: 0.5000\n");
  }

  @Test
  @DisplayName("without a terminal there are plain lines")
  void lines() {
    long[] now = {0};
    StringBuilder printed = new StringBuilder();
    ProgbarLogger logger = new ProgbarLogger(false, '=', printed::append, () -> now[0]);
    ScriptedFitting fitting = new ScriptedFitting(null, 1, OptionalLong.of(4), 1);
    logger.onTestBegin(fitting);
    for (int batch = 0; batch < 4; batch++) {
      now[0] += 6_000_000_000L;
      logger.onTestBatchEnd(fitting, batch, () -> Map.of("loss", 1.0));
    }
    logger.onTestEnd(fitting, Map.of("loss", 0.5));
    assertThat(printed.toString())
        .isEqualTo(
            """
            2/4 ==========.......... 12s 6s/step - loss: 1.0000
            4/4 ==================== 24s 6s/step - loss: 0.5000
            """);
  }
}
