package dev.tenon.tests.onnx;

import static dev.tenon.testing.Protos.floats;
import static dev.tenon.testing.Protos.graph;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.node;
import static dev.tenon.testing.Protos.port;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.Model;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values and nodes of ONNX networks get other names. */
class OnnxRenameTest {
  @TempDir private Path folder;

  @Test
  void renamesAlsoWhatGraphsInsideRead() throws Exception {
    GraphProto.Builder then =
        GraphProto.newBuilder()
            .setName("then")
            .addNode(node("Mul", List.of("twice", "twice"), List.of("inside")))
            .addOutput(floats("inside", -1));
    GraphProto.Builder otherwise =
        GraphProto.newBuilder()
            .setName("else")
            .addNode(node("Identity", List.of("twice"), List.of("same")))
            .addOutput(floats("same", -1));
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(floats("x", -1))
            .addInput(port("flag", TensorProto.DataType.BOOL_VALUE))
            .addNode(node("Add", List.of("x", "x"), List.of("twice")))
            .addNode(
                node(
                    "If",
                    List.of("flag"),
                    List.of("y"),
                    graph("then_branch", then.build()),
                    graph("else_branch", otherwise.build())))
            .addOutput(floats("y", -1));
    Path file = folder.resolve("branches.onnx");
    Path renamed = folder.resolve("renamed.onnx");
    Files.write(file, model(graph, 17).build().toByteArray());
    try (Model model = Model.load(file);
        Model other =
            model
                .edit()
                .rename(Map.of("x", "numbers", "twice", "sum", "y", "result", "node_y", "if"))) {
      other.save(renamed);
      assertThatThrownBy(() -> model.edit().rename(Map.of("x", "flag")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the name 'flag' is taken or empty");
      assertThatThrownBy(() -> model.edit().rename(Map.of("z", "a")))
          .hasMessageContaining("unknown value or node 'z'");
    }
    try (Model again = Model.load(renamed)) {
      assertThat(again.inputs().get(0).name()).isEqualTo("numbers");
      assertThat(again.onnx().structure().nodes().get(1).name()).isEqualTo("if");
      Tensor numbers = Tensor.of(new float[] {1, 3}, 2);
      for (boolean flag : new boolean[] {true, false}) {
        Tensor result =
            again
                .on("onnxruntime")
                .predict(
                    Map.of("numbers", numbers, "flag", Tensor.scalar(DType.BOOL, flag ? 1L : 0L)))
                .get("result");
        assertThat(result.toFloatArray())
            .containsExactly(flag ? new float[] {4, 36} : new float[] {2, 6});
      }
    }
  }
}
