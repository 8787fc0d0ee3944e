package dev.tenon.importers.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.ir.graph.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads every Keras model that others made; the folder is the system property tenon.foreign. */
final class ForeignModelsTest {
  private Path folder = Path.of("");

  @BeforeEach
  void findFolder() {
    String property = System.getProperty("tenon.foreign", "");
    assumeTrue(!property.isEmpty(), "set -Dtenon.foreign to the folder of models made by others");
    folder = Path.of(property);
  }

  private static boolean mayBeRefused(JsonNode row) {
    for (JsonNode layer : row.path("layers")) {
      if (layer.asText().equals("Lambda")) {
        return true;
      }
    }
    return false;
  }

  @Test
  void everyModelLoadsOrIsRefusedForItsLambdas() throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("keras-manifest.jsonl"))) {
      JsonNode row = new ObjectMapper().readTree(line);
      String file = row.path("file").asText();
      String status = "loaded";
      try {
        KerasModel model = KerasImporter.read(folder.resolve(file));
        if (!model.hasWeights() || !model.warnings().isEmpty()) {
          wrong.add(file + ": " + model.warnings());
        }
      } catch (UnsupportedModelException e) {
        status = "unsupported";
        if (!mayBeRefused(row) || e.unsupported().isEmpty()) {
          wrong.add(e.getMessage());
        }
      }
      counts.merge(status, 1, Integer::sum);
    }
    System.out.println("models made by others: " + counts);
    assertThat(wrong).isEmpty();
    assertThat(counts.get("loaded")).isGreaterThan(240);
  }

  @Test
  void weightsOnlyFilesFitTheModelsBesideThem() throws IOException {
    int loaded = 0;
    for (String line : Files.readAllLines(folder.resolve("keras-weights-and-recordings.jsonl"))) {
      JsonNode row = new ObjectMapper().readTree(line);
      Path weights = folder.resolve(row.path("file").asText());
      Path whole = Path.of(weights.toString().replace("_weights.h5", "_model.h5"));
      if (!row.path("kind").asText().equals("weights") || !Files.exists(whole)) {
        continue;
      }
      KerasModel model = read(whole);
      if (model == null) {
        continue;
      }
      try (Source source = Source.of(weights)) {
        KerasModel again = KerasImporter.loadWeights(model, source);
        for (Parameter parameter : model.lowered().parameters()) {
          assertThat(again.parameters().get(parameter).shape())
              .as("%s: %s", weights, parameter)
              .isEqualTo(model.parameters().get(parameter).shape());
        }
      }
      loaded++;
    }
    System.out.println("weights-only files loaded into the models beside them: " + loaded);
    assertThat(loaded).isGreaterThan(20);
  }

  private static @Nullable KerasModel read(Path path) throws IOException {
    try {
      return KerasImporter.read(path);
    } catch (UnsupportedModelException e) {
      return null;
    }
  }
}
