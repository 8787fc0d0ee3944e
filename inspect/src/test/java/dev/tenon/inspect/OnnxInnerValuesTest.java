package dev.tenon.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OrtException;
import dev.tenon.Model;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Recorded;
import dev.tenon.verify.Difference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The values of every node of whole networks against ONNX Runtime, asked without Tenon. */
final class OnnxInnerValuesTest {
  private static final double TOLERANCE = 1e-5;

  private static Path model(String name) {
    String foreign = System.getProperty("tenon.foreign");
    assumeTrue(foreign != null, "system property tenon.foreign is not set");
    return Path.of(foreign, "onnx", "models", name);
  }

  private static Map<String, Tensor> inputs(String name) throws IOException {
    String golden =
        name.startsWith("squeezenet")
            ? "zoo/squeezenet_v1_1_imagenet.npz"
            : "onnx/" + name + ".npz";
    Path file = Path.of(System.getProperty("tenon.foreign"), "golden", golden);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    Recorded.npz(file)
        .forEach(
            (key, tensor) -> {
              if (key.startsWith("in")) {
                inputs.put(key.replaceFirst("^in:", ""), tensor);
              }
            });
    return inputs;
  }

  @ParameterizedTest
  @CsvSource({
    "onnx-mlir_mnist.onnx, 7",
    "output_cnn_mnist.onnx, 8",
    "squeezenet_v1_1_imagenet.tf2onnx15.onnx, 60",
    "silero_vad_16k_op15.onnx, 100",
    "silero_vad_legacy.onnx, 100",
  })
  void everyNodeIsAsInOnnxRuntime(String name, int least) throws IOException, OrtException {
    Path file = model(name);
    try (Model model = Model.load(file)) {
      Map<String, Tensor> inputs = new LinkedHashMap<>();
      inputs(name)
          .forEach(
              (key, tensor) ->
                  inputs.put(key.equals("in0") ? model.inputs().get(0).name() : key, tensor));
      Map<String, Tensor> expected = AllNodes.of(file, inputs);
      for (String engine : List.of("onnxruntime", "tensorflow")) {
        Map<String, Tensor> found = Inspector.of(model.on(engine)).values(inputs);
        int compared = 0;
        for (Map.Entry<String, Tensor> value : expected.entrySet()) {
          String where = name + " on " + engine + ": " + value.getKey();
          assertThat(found.keySet()).as(where).contains(value.getKey());
          Difference apart = Difference.of(value.getValue(), found.get(value.getKey()));
          assertThat(apart.problem()).as(where).isEmpty();
          assertThat(apart.relative()).as(where).isLessThanOrEqualTo(TOLERANCE);
          compared++;
        }
        assertThat(compared).as(name).isGreaterThanOrEqualTo(least);
      }
    }
  }
}
