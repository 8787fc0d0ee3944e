package dev.tenon.cli.command;

import static dev.tenon.testing.Protos.floats;
import static dev.tenon.testing.Protos.integer;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.node;
import static dev.tenon.testing.Protos.port;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.cli.Ran;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.npz.Npz;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Recorded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that only ONNX Runtime can run: what can be shown of them is shown. */
final class RuntimeOnlyTest {
  @TempDir private Path folder;

  /** A sequence of tensors whose number and lengths come with the run. */
  private Path net(String name, float weight) throws IOException {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(floats("x", -1, 3))
            .addInput(port("lengths", TensorProto.DataType.INT64_VALUE, -1))
            .addInitializer(
                OnnxFile.proto("w", Tensor.of(new float[] {1, 2, 3, 4, 5, weight}, 3, 2)))
            .addOutput(floats("y", -1, 2))
            .addNode(node("MatMul", List.of("x", "w"), List.of("product")))
            .addNode(
                node(
                    "SplitToSequence",
                    List.of("product", "lengths"),
                    List.of("parts"),
                    integer("axis", 0)))
            .addNode(
                node("ConcatFromSequence", List.of("parts"), List.of("all"), integer("axis", 0)))
            .addNode(node("Tanh", List.of("all"), List.of("y")));
    return Files.write(folder.resolve(name), model(graph, 13).build().toByteArray());
  }

  private Path input() throws IOException {
    Path npz = folder.resolve("in.npz");
    Tensor x = Tensor.of(new float[] {.1f, .2f, .3f, -.1f, -.2f, .3f}, 2, 3);
    Npz.write(npz, Map.of("x", x, "lengths", Tensor.of(new long[] {1, 1}, new long[] {2})));
    return npz;
  }

  @Test
  void valuesWeightsAndCostsAreShown() throws IOException {
    Path net = net("a.onnx", 6);
    try (Model model = Model.load(net)) {
      assertThatThrownBy(() -> model.onnx().graph()).isInstanceOf(UnsupportedModelException.class);
    }
    Ran ran = Ran.of("inspect", net, "--input", input(), "--json");
    assertThat(ran.code()).as(ran.err()).isZero();
    JsonNode data = new ObjectMapper().readTree(ran.out());
    assertThat(data.at("/steps/0/weights/0/max").asDouble()).isEqualTo(6);
    assertThat(data.at("/steps/0/flops").asLong()).isEqualTo(2 * 3 * 2);
    assertThat(data.at("/steps/3/outputs/0/count").asLong()).isEqualTo(4);
    assertThat(Ran.of("inspect", net).code()).isZero();
    assertThat(Ran.of("inspect", net, "-o", folder.resolve("page.html")).code()).isZero();
    Path npz = folder.resolve("layers.npz");
    assertThat(Ran.of("inspect", net, "--input", input(), "-o", npz).code()).isZero();
    assertThat(Recorded.npz(npz)).containsOnlyKeys("product", "all", "y");
  }

  @Test
  void theyAreComparedAndToldApart() throws IOException {
    Path net = net("a.onnx", 6);
    Path same = net("b.onnx", 6);
    Path other = net("c.onnx", 7);
    assertThat(Ran.of("compare", net, same, "--input", input()).code()).isZero();
    assertThat(Ran.of("compare", net, other, "--input", input()).code()).isEqualTo(1);
    assertThat(Ran.of("diff", net, same).code()).isZero();
    Ran diff = Ran.of("diff", net, other);
    assertThat(diff.code()).isEqualTo(1);
    assertThat(diff.out()).contains("w: differs by at most 1");
  }
}
