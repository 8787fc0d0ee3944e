package dev.tenon.runtime.onnxruntime.compat;

import static dev.tenon.testing.Protos.graph;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.node;
import static dev.tenon.testing.Protos.port;
import static dev.tenon.testing.Protos.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.error.MalformedModelException;
import dev.tenon.runtime.onnxruntime.OnnxSession;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Protos;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Equations that name axes of a scalar, with which ONNX Runtime ends the process. */
final class ScalarOperandsTest {
  private static final NodeProto SUM =
      node("Einsum", List.of("s"), List.of("r"), text("equation", "i->"));

  @TempDir private Path folder;

  private static ValueInfoProto unranked(String name) {
    return Protos.unranked(name, DataType.FLOAT_VALUE);
  }

  private Path write(ValueInfoProto input, NodeProto node, ValueInfoProto... more)
      throws Exception {
    GraphProto.Builder net =
        GraphProto.newBuilder()
            .addAllInput(List.of(more))
            .addInput(input)
            .addNode(node)
            .addOutput(unranked(node.getOutput(0)));
    Path file = folder.resolve("net.onnx");
    Files.write(file, model(net, 18).build().toByteArray());
    return file;
  }

  @Test
  void aScalarThatTheFileDeclaresIsRefused() throws Exception {
    Path file = write(port("s", DataType.FLOAT_VALUE), SUM);
    assertThatThrownBy(() -> OnnxSession.open(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("names axes of 's', which has none");
  }

  @Test
  void aScalarThatTheRunBringsIsRefused() throws Exception {
    try (OnnxSession session = OnnxSession.open(write(unranked("s"), SUM))) {
      Tensor vector = Tensor.of(new float[] {1, 2}, 2);
      assertThat(session.run(Map.of("s", vector)).get("r").getDouble(0)).isEqualTo(3);
      Map<String, Tensor> scalar = Map.of("s", Tensor.scalar(DType.FLOAT32, 1));
      assertThatThrownBy(() -> session.run(scalar))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("input 's' must have axes");
    }
  }

  @Test
  void aScalarThatABranchReadsIsRefused() throws Exception {
    GraphProto branch =
        GraphProto.newBuilder().setName("branch").addNode(SUM).addOutput(unranked("r")).build();
    NodeProto choice =
        node(
            "If",
            List.of("c"),
            List.of("y"),
            graph("then_branch", branch),
            graph("else_branch", branch));
    Path file = write(unranked("s"), choice, port("c", DataType.BOOL_VALUE));
    try (OnnxSession session = OnnxSession.open(file)) {
      Map<String, Tensor> scalar =
          Map.of("c", Tensor.scalar(DType.BOOL, 1), "s", Tensor.scalar(DType.FLOAT32, 1));
      assertThatThrownBy(() -> session.run(scalar))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("input 's' must have axes");
    }
  }
}
