package dev.tenon.inspect;

import static dev.tenon.testing.Protos.floats;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.node;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnxruntime.OrtException;
import dev.tenon.Model;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.tensor.Tensor;
import dev.tenon.verify.Difference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values inside forms that TensorFlow joins to one kernel, against ONNX Runtime. */
final class JoinedValuesTest {
  private static final double TOLERANCE = 1e-6;

  @TempDir private Path folder;

  /** An activation of the product "h", whose inner values may be lost. */
  private static List<NodeProto> activation(String name) {
    List<NodeProto> nodes = new ArrayList<>();
    switch (name) {
      case "silu" -> nodes.add(node("Sigmoid", List.of("h"), List.of("gate")));
      case "mish" -> {
        nodes.add(node("Softplus", List.of("h"), List.of("plus")));
        nodes.add(node("Tanh", List.of("plus"), List.of("gate")));
      }
      default -> {
        nodes.add(node("Mul", List.of("h", "slope"), List.of("gate")));
        nodes.add(node("Max", List.of("h", "gate"), List.of("y")));
        return nodes;
      }
    }
    nodes.add(node("Mul", List.of("h", "gate"), List.of("y")));
    return nodes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"silu", "mish", "leaky"})
  void theyAreGivenBack(String name) throws IOException, OrtException {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(floats("x", -1, 3))
            .addInitializer(OnnxFile.proto("w", Tensor.of(new float[] {1, -2, 3, -4, 5, 6}, 3, 2)))
            .addInitializer(OnnxFile.proto("slope", Tensor.of(new float[] {.1f}, 1)))
            .addOutput(floats("y", -1, 2))
            .addNode(node("MatMul", List.of("x", "w"), List.of("h")))
            .addAllNode(activation(name));
    Path file = Files.write(folder.resolve("net.onnx"), model(graph, 17).build().toByteArray());
    Map<String, Tensor> inputs =
        Map.of("x", Tensor.of(new float[] {.1f, .2f, .3f, -.1f, -.2f, .3f}, 2, 3));
    try (Model model = Model.load(file)) {
      Map<String, Tensor> found = Inspector.of(model.on("tensorflow")).values(inputs);
      for (Map.Entry<String, Tensor> value : AllNodes.of(file, inputs).entrySet()) {
        assertThat(found).containsKey(value.getKey());
        Difference apart = Difference.of(value.getValue(), found.get(value.getKey()));
        assertThat(apart.problem()).as(value.getKey()).isEmpty();
        assertThat(apart.relative()).as(value.getKey()).isLessThanOrEqualTo(TOLERANCE);
      }
    }
  }
}
