package dev.tenon.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.losses.Loss;
import dev.tenon.losses.Losses;
import dev.tenon.metrics.Metric;
import dev.tenon.metrics.Metrics;
import dev.tenon.tensor.DType;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names of losses and metrics, and configurations as both generations of Keras write them. */
final class SavedFormsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static List<JsonNode> rows(String kind, String key) throws IOException {
    Path root = Checkout.root();
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(root.resolve("tests/goldens/losses/saved.jsonl"))) {
      JsonNode row = JSON.readTree(line);
      if (row.get("kind").asText().equals(kind) && row.has(key)) {
        rows.add(row);
      }
    }
    assertThat(rows).isNotEmpty();
    return rows;
  }

  private static TensorType type(long... shape) {
    return new TensorType(DType.FLOAT32, Shape.of(shape));
  }

  @Test
  void everyNameOfALoss() throws IOException {
    for (JsonNode row : rows("loss", "string")) {
      String name = row.get("string").asText();
      String found = row.get("found").asText();
      Loss loss = Losses.of(name);
      boolean isFunction = Character.isLowerCase(found.charAt(0));
      String resolved = isFunction ? Losses.functionName(loss) : loss.className();
      assertThat(resolved).as(name).isEqualTo(found);
      assertThat(isFunction ? loss.name() : name).isEqualTo(name);
    }
  }

  @Test
  void everyNameOfAMetric() throws IOException {
    for (JsonNode row : rows("metric", "string")) {
      String name = row.get("string").asText();
      try {
        Metric metric = Metrics.of(name);
        assertThat(metric.className()).as(name).isEqualTo(row.get("found").asText());
        assertThat(metric.name()).isEqualTo(name);
      } catch (IllegalArgumentException e) {
        assertThat(e).as(name).hasMessageContaining("needs the option");
        assertThat(row.get("found").asText()).matches(".*(IoU|At.*)");
      }
    }
  }

  @Test
  void configurationsOfLosses() throws IOException {
    for (JsonNode row : rows("loss", "saved")) {
      JsonNode saved = row.get("saved");
      Loss loss = Losses.resolve(JSON.convertValue(saved, Map.class), type(4), type(4));
      KerasObject written = Losses.toConfig(loss);
      assertThat(written.className()).isEqualTo(saved.get("class_name").asText());
      checkWritten(written, saved.get("config"));
    }
  }

  @Test
  void configurationsOfMetrics() throws IOException {
    for (JsonNode row : rows("metric", "saved")) {
      JsonNode saved = row.get("saved");
      Metric metric = Metrics.resolve(JSON.convertValue(saved, Map.class), type(4), type(4));
      checkWritten(Metrics.toConfig(metric), saved.get("config"));
    }
  }

  /**
   * What Keras wrote is in what Tenon writes; Tenon may write more options, as they are by default.
   */
  private static void checkWritten(KerasObject written, JsonNode saved) {
    JsonNode config = JSON.valueToTree(written.config());
    for (Map.Entry<String, JsonNode> entry : saved.properties()) {
      String key = entry.getKey();
      JsonNode value = entry.getValue();
      if (key.equals("fn") || value.asText().equals("auto")) {
        continue;
      }
      JsonNode found = config.get(key);
      assertThat(found).as(written.className() + " " + key).isNotNull();
      if (value.isNumber()) {
        assertThat(found.asDouble()).isEqualTo(value.asDouble());
      } else if (!value.isArray()) {
        assertThat(found).as(written.className() + " " + key).isEqualTo(value);
      } else {
        assertThat(found.toString()).isEqualTo(value.toString());
      }
    }
  }

  @Test
  void functionsBehindAWrapper() {
    Map<String, Object> config = Map.of("name", "acc", "fn", "sparse_categorical_accuracy");
    Metric metric = Metrics.of("MeanMetricWrapper", config);
    assertThat(metric).isEqualTo(Metrics.sparseCategoricalAccuracy().name("acc"));
    Metric dice = Metrics.mean(Losses.dice());
    KerasObject written = Metrics.toConfig(dice);
    assertThat(Metrics.of(written.className(), written.config())).isEqualTo(dice);
    Map<String, Object> huber = Map.of("name", "h", "fn", "huber", "delta", 2.0);
    assertThat(Losses.of("LossFunctionWrapper", huber))
        .isEqualTo(Losses.huber().delta(2).name("h"));
  }

  @Test
  void accuracyAndCrossentropyGoByShapes() {
    assertThat(Metrics.resolve("acc", type(8, 1), type(8, 1)))
        .isEqualTo(Metrics.binaryAccuracy().name("acc"));
    assertThat(Metrics.resolve("accuracy", type(8), type(8, 5)))
        .isEqualTo(Metrics.sparseCategoricalAccuracy().name("accuracy"));
    assertThat(Metrics.resolve("accuracy", type(8, 1), type(8, 5)))
        .isEqualTo(Metrics.sparseCategoricalAccuracy().name("accuracy"));
    assertThat(Metrics.resolve("Accuracy", type(8, 5), type(8, 5)))
        .isEqualTo(Metrics.categoricalAccuracy().name("Accuracy"));
    assertThat(Metrics.resolve("ce", type(8, 5), type(8, 5)).className())
        .isEqualTo("CategoricalCrossentropy");
    assertThat(Losses.resolve("crossentropy", type(8), type(8, 5)))
        .isEqualTo(Losses.sparseCategoricalCrossentropy().name("crossentropy"));
  }

  @Test
  void messagesSayWhatToDo() {
    assertThatThrownBy(() -> Losses.of("mean_squard_error"))
        .hasMessageContaining("unknown loss 'mean_squard_error'")
        .hasMessageContaining("'mean_squared_error'");
    assertThatThrownBy(() -> Metrics.of("acuracy")).hasMessageContaining("'accuracy'");
    assertThatThrownBy(() -> Losses.of("Huber", Map.of("dleta", 1)))
        .hasMessage(
            "loss Huber has no option 'dleta'; its options are [delta, reduction, name, dtype]");
    assertThatThrownBy(() -> Losses.of("Huber", Map.of("delta", "big")))
        .hasMessage("loss Huber: 'delta' must be a number, received big");
    assertThatThrownBy(() -> Losses.of("Huber", Map.of("reduction", "most")))
        .hasMessageContaining("'reduction' must be one of [sum_over_batch_size, sum, mean,");
    assertThatThrownBy(() -> Metrics.of("Precision", Map.of("thresholds", 1.5)))
        .hasMessageContaining("between 0 and 1");
  }
}
