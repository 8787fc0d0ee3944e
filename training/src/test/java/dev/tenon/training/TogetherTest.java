package dev.tenon.training;

import static dev.tenon.layers.Layers.dense;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.callbacks.Callback;
import dev.tenon.callbacks.Callbacks;
import dev.tenon.callbacks.History;
import dev.tenon.data.Batch;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Distances;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several things at once, against a recording of Keras: see make_together.py beside the data. */
final class TogetherTest {
  private static final Path FILE = Checkout.file("tests/goldens/training/together.keras");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double TOLERANCE = 1e-5;

  @TempDir private Path folder;

  private static Map<String, Tensor> arrays() throws IOException {
    try (Source source = Source.of(FILE.resolveSibling("together.npz"))) {
      return Npz.read(source);
    }
  }

  private static void checkFit(
      Model model, Map<String, Tensor> arrays, String name, int epochs, List<Callback> callbacks) {
    List<Tensor> targets = List.of(arrays.get("y0"), arrays.get("y1"));
    History history =
        model.fit(
            Batch.of(List.of(arrays.get("x0")), targets),
            FitOptions.fit()
                .epochs(epochs)
                .batchSize(4)
                .shuffle(false)
                .verbose(0)
                .callbacks(callbacks));
    TreeSet<String> names = new TreeSet<>();
    for (String key : arrays.keySet()) {
      if (key.startsWith(name)) {
        names.add(key.substring(name.length()));
      }
    }
    assertThat(new TreeSet<>(history.history().keySet())).isEqualTo(names);
    for (String key : names) {
      Tensor expected = arrays.get(name + key);
      assertThat(history.get(key)).as(key).hasSize(expected.size());
      for (int epoch = 0; epoch < expected.size(); epoch++) {
        Distances.near(
            expected.getDouble(epoch), history.get(key).get(epoch), TOLERANCE, name + key);
      }
    }
  }

  @Test
  @DisplayName("EarlyStopping puts weights back and lets seeds go on, as Keras does")
  void stoppedAndGoneOn() throws IOException {
    Map<String, Tensor> arrays = arrays();
    try (Model model = Model.load(FILE)) {
      Callback stop =
          Callbacks.earlyStopping()
              .monitor("loss")
              .mode("max")
              .patience(2)
              .restoreBestWeights(true);
      checkFit(model, arrays, "first:", 5, List.of(stop));
      checkFit(model, arrays, "second:", 2, List.of());
    }
  }

  @Test
  @DisplayName("an archive has Keras' own words for layers, losses and metrics")
  void words() throws IOException {
    Path target = folder.resolve("again.keras");
    try (Model model = Model.load(FILE)) {
      model.save(target);
    }
    JsonNode expected = config(FILE);
    JsonNode found = config(target);
    assertThat(classes(found)).isEqualTo(classes(expected));
    for (String what : List.of("loss", "metrics", "weighted_metrics")) {
      assertThat(words(found.at("/compile_config/" + what)))
          .as(what)
          .isEqualTo(words(expected.at("/compile_config/" + what)));
    }
  }

  @Test
  @DisplayName("the history of a model from an h5 has the names that its metrics were chosen by")
  void namesStay() throws IOException {
    Path target = folder.resolve("plain.h5");
    try (Model model = Model.sequential(dense(2).inputShape(3).name("size"))) {
      model.compile("sgd", "mse", "mae", "MSE", "kld");
      model.save(target);
    }
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    Tensor y = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
    assertThat(Files.size(target)).isPositive();
    try (Model model = Model.load(target)) {
      assertThat(model.evaluate(x, y)).containsOnlyKeys("loss", "mae", "MSE", "kld");
    }
  }

  private static JsonNode config(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry("config.json");
      return JSON.readTree(zip.getInputStream(entry));
    }
  }

  private static Map<String, String> classes(JsonNode config) {
    Map<String, String> classes = new LinkedHashMap<>();
    config
        .at("/config/layers")
        .forEach(it -> classes.put(it.get("name").asText(), it.get("class_name").asText()));
    return classes;
  }

  /** Returns the words that are plain strings, by their place. */
  private static List<String> words(JsonNode node) {
    List<String> words = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      JsonNode all = entry.getValue();
      for (int i = 0; i < Math.max(1, all.size()); i++) {
        JsonNode word = all.isArray() ? all.path(i) : all;
        if (word.isTextual()) {
          words.add(entry.getKey() + " " + i + ": " + word.asText());
        }
      }
    }
    return words;
  }
}
