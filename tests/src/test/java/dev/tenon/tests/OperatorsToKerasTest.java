package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.Model;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.ModelFolder;
import dev.tenon.formats.Source;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Manifests;
import dev.tenon.verify.Difference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * ONNX's operator tests as layers and functions of Keras, against their recordings. Real Keras
 * opens them in {@code tests/interop/check_onnx_operators.py}.
 */
final class OperatorsToKerasTest {
  /** So many of the tests that ONNX Runtime passes become Keras models; more may follow. */
  private static final int AT_LEAST = 950;

  /** The recordings have four digits. */
  private static final double TOLERANCE = 2e-4;

  @Test
  void whatBecomesKerasGivesTheRecordedNumbers() throws IOException {
    Path foreign = Manifests.foreign();
    assumeTrue(foreign != null, "system property tenon.foreign is not set");
    int written = 0;
    List<String> wrong = new ArrayList<>();
    for (JsonNode row : Manifests.read(foreign.resolve("onnx/node-manifest.jsonl"))) {
      String name = row.path("test").asText();
      Path folder = foreign.resolve("onnx/node").resolve(name);
      if (!row.path("ort").asText().equals("pass") || !holdsTensors(folder)) {
        continue;
      }
      try (Model onnx = Model.load(folder.resolve("model.onnx"));
          Model keras = onnx.edit().toKeras()) {
        written++;
        String problem = problem(keras, folder);
        if (!problem.isEmpty()) {
          wrong.add(name + ": " + problem);
        }
      } catch (UnsupportedModelException e) {
        assertThat(e.unsupported()).as(name).hasSizeLessThanOrEqualTo(20);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(written).isGreaterThanOrEqualTo(AT_LEAST);
  }

  private static boolean holdsTensors(Path folder) throws IOException {
    var graph = OnnxFile.parse(Source.of(folder.resolve("model.onnx"))).getGraph();
    return graph.getInputList().stream().allMatch(port -> port.getType().hasTensorType())
        && graph.getOutputList().stream().allMatch(port -> port.getType().hasTensorType());
  }

  private static String problem(Model keras, Path folder) throws IOException {
    Path data = folder.resolve("test_data_set_0");
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (int i = 0; i < keras.inputs().size(); i++) {
      inputs.put(keras.inputs().get(i).name(), tensor(data.resolve("input_" + i + ".pb")));
    }
    List<Tensor> given;
    try {
      given = List.copyOf(keras.on("onnxruntime").predict(inputs).values());
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage()).lines().findFirst().orElse("fails");
    }
    for (int i = 0; i < given.size(); i++) {
      Path recorded = data.resolve("output_" + i + ".pb");
      if (!Files.exists(recorded)) {
        return "output " + i + " is not recorded";
      }
      Difference apart = Difference.of(tensor(recorded), given.get(i));
      if (!apart.problem().isEmpty()) {
        return apart.problem();
      }
      double bound = given.get(i).dtype().bytes() < 4 ? 5e-3 : TOLERANCE;
      if (apart.relative() > bound) {
        return "differs by " + apart.relative();
      }
    }
    return "";
  }

  private static Tensor tensor(Path file) throws IOException {
    return OnnxFile.tensor(OnnxFile.parseTensor(Source.of(file)), ModelFolder.of(file.getParent()));
  }
}
