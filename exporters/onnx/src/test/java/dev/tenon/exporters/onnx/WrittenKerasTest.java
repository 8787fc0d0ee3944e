package dev.tenon.exporters.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.importers.keras.KerasImporter;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Distances;
import dev.tenon.testing.PlainOnnxRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Layers of Keras are written as ONNX, and ONNX Runtime itself gives for the bytes what Keras
 * recorded, within the distance that the recordings allow.
 */
final class WrittenKerasTest {
  private static final Path FOLDER = Checkout.file("tests/goldens/layers");

  @ParameterizedTest
  @CsvSource({
    "conv, 13, 29",
    "pooling, 14, 37",
    "normalization, 17, 19",
    "recurrent, 18, 43",
    "reshaping, 21, 25",
    "merging, 23, 23",
    "attention, 24, 22"
  })
  void family(String family, int opset, int least) throws Exception {
    List<String> wrong = new ArrayList<>();
    int compared = 0;
    for (String line : Files.readAllLines(FOLDER.resolve("manifest.jsonl"))) {
      JsonNode row = new ObjectMapper().readTree(line);
      boolean asked =
          row.get("family").asText().equals(family)
              && row.get("dialect").asText().equals("keras3-keras");
      if (asked) {
        Map<String, Tensor> recorded = read(FOLDER.resolve(row.get("golden").asText()));
        // What has state answers otherwise the second time; one run is compared here.
        if (recorded.keySet().stream().allMatch(key -> key.matches("(in|out)\\d+"))) {
          compared++;
          String problem = problem(row, opset, recorded);
          if (!problem.isEmpty()) {
            wrong.add(row.get("file").asText() + ": " + problem);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(compared).isGreaterThanOrEqualTo(least);
  }

  private static Map<String, Tensor> read(Path npz) throws IOException {
    try (Source source = Source.of(npz)) {
      return Npz.read(source);
    }
  }

  private static String problem(JsonNode row, int opset, Map<String, Tensor> recorded) {
    try {
      KerasModel model = KerasImporter.read(FOLDER.resolve(row.get("file").asText()));
      OnnxOptions options = OnnxOptions.DEFAULTS.opset(opset);
      OnnxModel written = OnnxExporter.export(model.lowered(), model.parameters(), options);
      Map<String, Tensor> fed = new HashMap<>();
      for (int i = 0; i < model.inputs().size(); i++) {
        fed.put(model.inputs().get(i).name(), recorded.get("in" + i));
      }
      List<Tensor> found = List.copyOf(PlainOnnxRuntime.run(written.toByteArray(), fed).values());
      for (int i = 0; recorded.containsKey("out" + i); i++) {
        double tolerance = row.get("tolerance").asDouble();
        String problem = Distances.problem(recorded.get("out" + i), found.get(i), tolerance);
        if (!problem.isEmpty()) {
          return "output " + i + " is " + problem;
        }
      }
      return "";
    } catch (Exception e) {
      return e.toString();
    }
  }
}
