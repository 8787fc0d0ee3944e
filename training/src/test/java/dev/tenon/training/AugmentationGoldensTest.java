package dev.tenon.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.engine.Engine;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.lower.Lowered;
import dev.tenon.ir.lower.Lowering;
import dev.tenon.ir.lower.Mode;
import dev.tenon.runtime.Executable;
import dev.tenon.runtime.GraphEngine;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Distances;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every layer that changes images in training, two steps of it, against a recording of Keras with
 * the same seed; and what the same file gives at inference.
 */
final class AugmentationGoldensTest {
  private static final Path FOLDER = Checkout.file("tests/goldens/training/augmentation");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LEAST_RECORDINGS = 125;
  private static final int LEAST_LAYERS = 26;

  private static List<JsonNode> rows() throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(FOLDER.resolve("manifest.jsonl"))) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }

  @Test
  void theRecordingsAreThere() throws IOException {
    Set<String> layers = new HashSet<>();
    rows().forEach(row -> layers.add(row.get("layer").asText()));
    assertThat(rows()).hasSizeGreaterThanOrEqualTo(LEAST_RECORDINGS);
    assertThat(layers).hasSizeGreaterThanOrEqualTo(LEAST_LAYERS);
  }

  @TestFactory
  Stream<DynamicTest> twoStepsEqualKeras() throws IOException {
    return rows().stream()
        .map(row -> DynamicTest.dynamicTest(row.get("name").asText(), () -> check(row)));
  }

  private static void check(JsonNode row) throws IOException {
    String name = row.get("name").asText();
    double tolerance = row.get("tolerance").asDouble();
    Map<String, Tensor> golden;
    try (Source source = Source.of(FOLDER.resolve(name + ".npz"))) {
      golden = Npz.read(source);
    }
    try (Model model = Model.load(FOLDER.resolve(name + ".keras"))) {
      Tensor x = golden.get("x");
      KerasModel keras = model.info().keras();
      Lowered training = Lowering.lower(keras.model(), Mode.TRAINING, keras.lowered());
      seed(keras, training, row);
      for (int step = 0; step < 2; step++) {
        near(golden.get("y" + step), step(keras, training, x), tolerance, "step " + step);
      }
      near(golden.get("p"), model.predictOnBatch(x), tolerance, "inference");
    }
  }

  /** Gives RandomGrayscale its seed, which Keras writes nowhere. */
  private static void seed(KerasModel keras, Lowered training, JsonNode row) {
    if (row.get("layer").asText().equals("RandomGrayscale")) {
      Tensor start = Tensor.of(new long[] {row.get("seed").asLong(), 0}, 2);
      keras.parameters().put(training.updates().get(0).state(), start);
    }
  }

  /** Runs a graph of training without losses and moves the states as a trainer would. */
  static Tensor step(KerasModel keras, Lowered training, Tensor x) {
    Graph graph = training.graph();
    List<Value> wanted = new ArrayList<>(graph.outputs());
    training.updates().forEach(update -> wanted.add(update.value()));
    List<Value> states = wanted.subList(graph.outputs().size(), wanted.size());
    GraphEngine engine = GraphEngine.of(Engine.TENSORFLOW);
    try (Executable executable = engine.compile(graph, keras.parameters(), states)) {
      List<Tensor> results = executable.run(Map.of(graph.inputs().get(0).name(), x), wanted);
      for (int i = 0; i < training.updates().size(); i++) {
        keras.parameters().put(training.updates().get(i).state(), results.get(i + 1));
      }
      return results.get(0);
    }
  }

  private static void near(Tensor expected, Tensor found, double tolerance, String what) {
    assertThat(found.dtype()).as(what).isEqualTo(expected.dtype());
    Distances.near(expected, found, tolerance, what);
  }
}
