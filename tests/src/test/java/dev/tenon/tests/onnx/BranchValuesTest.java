package dev.tenon.tests.onnx;

import static dev.tenon.testing.Protos.floats;
import static dev.tenon.testing.Protos.graph;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.node;
import static dev.tenon.testing.Protos.port;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.Model;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.inspect.Gradient;
import dev.tenon.inspect.Inspector;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values inside the branches of If nodes, worked out by hand, and what is said of others. */
final class BranchValuesTest {
  private static final Tensor X = Tensor.of(new float[] {1, -2, 3}, 1, 3);

  @TempDir private Path folder;

  private static GraphProto body(String output, NodeProto... nodes) {
    return GraphProto.newBuilder()
        .setName(output)
        .addAllNode(Arrays.asList(nodes))
        .addOutput(floats(output, -1, 3))
        .build();
  }

  /** Writes y = -(outer ? (inner ? (2x)² : 2x + 2x) : |x|), with a node that nothing reads. */
  private Model nested() throws IOException {
    GraphProto square = body("r", node("Mul", List.of("p", "p"), List.of("r")));
    GraphProto twice = body("s", node("Add", List.of("p", "p"), List.of("s")));
    GraphProto outer =
        body(
            "o",
            node("Add", List.of("x", "x"), List.of("p")),
            node("Exp", List.of("p"), List.of("unread")),
            node(
                "If",
                List.of("second"),
                List.of("o"),
                graph("then_branch", square),
                graph("else_branch", twice)));
    GraphProto.Builder net =
        GraphProto.newBuilder()
            .addInput(floats("x", -1, 3))
            .addInput(port("first", TensorProto.DataType.BOOL_VALUE))
            .addInput(port("second", TensorProto.DataType.BOOL_VALUE))
            .addNode(
                node(
                    "If",
                    List.of("first"),
                    List.of("h"),
                    graph("then_branch", outer),
                    graph("else_branch", body("q", node("Abs", List.of("x"), List.of("q"))))))
            .addNode(node("Neg", List.of("h"), List.of("y")))
            .addOutput(floats("y", -1, 3));
    Path file = folder.resolve("nested.onnx");
    Files.write(file, model(net, 17).build().toByteArray());
    return Model.load(file);
  }

  private static Map<String, Tensor> batch(boolean first, boolean second) {
    return Map.of(
        "x", X,
        "first", Tensor.of(new boolean[] {first}, 1).reshape(),
        "second", Tensor.of(new boolean[] {second}, 1).reshape());
  }

  private static Tensor row(float... values) {
    return Tensor.of(values, 1, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tensorflow", "onnxruntime"})
  void theBranchThatIsTakenGivesItsValues(String engine) throws IOException {
    try (Model model = nested()) {
      Inspector inspector = Inspector.of(model.on(engine));
      Map<String, Tensor> squared = inspector.values(batch(true, true));
      assertThat(squared.get("y")).isEqualTo(row(-4, -16, -36));
      assertThat(squared.get("node_h/p")).isEqualTo(row(2, -4, 6));
      assertThat(squared.get("node_h/o")).isEqualTo(row(4, 16, 36));
      assertThat(squared.get("node_h/node_o/r")).isEqualTo(row(4, 16, 36));
      assertThat(squared).containsKey("node_h/unread");
      assertThat(squared.keySet()).doesNotContain("node_h/node_o/s", "node_h/q");
      Map<String, Tensor> doubled =
          inspector.values(batch(true, false), List.of("node_h/node_o/s", "h", "x"));
      assertThat(doubled.get("node_h/node_o/s")).isEqualTo(row(4, -8, 12));
      assertThat(doubled.get("h")).isEqualTo(row(4, -8, 12));
      assertThat(inspector.values(batch(false, true)).get("node_h/q")).isEqualTo(row(1, 2, 3));
    }
  }

  @Test
  void whatIsNotComputedIsSaid() throws IOException {
    try (Model model = nested()) {
      Inspector inspector = Inspector.of(model);
      assertThatThrownBy(() -> inspector.values(batch(false, true), List.of("node_h/p")))
          .hasMessageContaining("'node_h/p' is not computed for this input");
      assertThatThrownBy(() -> inspector.values(batch(true, true), List.of("p")))
          .hasMessageContaining("'p' is inside a branch of node 'node_h' (If)")
          .hasMessageContaining("'node_h/NAME'");
      assertThatThrownBy(() -> Gradient.of(model, "y", List.of("x")))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("node_h");
    }
  }

  @Test
  void whatALoopRepeatsIsNotGiven() throws IOException {
    GraphProto turn =
        GraphProto.newBuilder()
            .setName("turn")
            .addInput(port("i", TensorProto.DataType.INT64_VALUE))
            .addInput(port("go", TensorProto.DataType.BOOL_VALUE))
            .addInput(floats("s", -1, 3))
            .addNode(node("Add", List.of("s", "x"), List.of("t")))
            .addNode(node("Tanh", List.of("t"), List.of("next")))
            .addNode(node("Identity", List.of("go"), List.of("on")))
            .addOutput(port("on", TensorProto.DataType.BOOL_VALUE))
            .addOutput(floats("next", -1, 3))
            .build();
    GraphProto.Builder net =
        GraphProto.newBuilder()
            .addInput(floats("x", -1, 3))
            .addInput(port("turns", TensorProto.DataType.INT64_VALUE))
            .addNode(node("Loop", List.of("turns", "", "x"), List.of("y"), graph("body", turn)))
            .addOutput(floats("y", -1, 3));
    Path file = folder.resolve("loop.onnx");
    Files.write(file, model(net, 17).build().toByteArray());
    try (Model model = Model.load(file)) {
      Inspector inspector = Inspector.of(model);
      Map<String, Tensor> batch = Map.of("x", X, "turns", Tensor.of(new long[] {2}, 1).reshape());
      assertThat(inspector.values(batch)).containsOnlyKeys("y");
      assertThatThrownBy(() -> inspector.values(batch, List.of("t")))
          .hasMessageContaining("'t' is inside the body of node 'node_y' (Loop)");
    }
  }
}
