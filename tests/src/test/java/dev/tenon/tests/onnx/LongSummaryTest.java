package dev.tenon.tests.onnx;

import static dev.tenon.testing.Protos.floats;
import static dev.tenon.testing.Protos.node;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import dev.tenon.Model;
import dev.tenon.testing.Protos;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of a graph of thousands of nodes shows its ends, and counts the rest. */
final class LongSummaryTest {
  private static String summary(int nodes) throws IOException {
    GraphProto.Builder graph = GraphProto.newBuilder();
    graph.addInput(floats("x", -1, 4)).addOutput(floats("v" + (nodes - 1)));
    for (int i = 0; i < nodes; i++) {
      String operator = i % 4 == 0 ? "Neg" : "Relu";
      graph.addNode(node(operator, List.of(i == 0 ? "x" : "v" + (i - 1)), List.of("v" + i)));
    }
    try (Model model = Model.load(Protos.model(graph, 17).build().toByteArray())) {
      return model.summary();
    }
  }

  @Test
  void aSmallGraphIsShownAsAWhole() throws IOException {
    assertThat(summary(200))
        .contains("node_v0 ", "node_v100 ", "node_v199 ")
        .doesNotContain("more");
  }

  @Test
  void aLargeGraphIsCounted() throws IOException {
    String summary = summary(4_000);
    assertThat(summary.length()).isLessThan(50_000);
    assertThat(summary)
        .contains("node_v0 ", "node_v119 ", "… 3,800 more nodes", "node_v3920 ", "node_v3999 ")
        .doesNotContain("node_v120 ", "node_v3919 ")
        .contains("Nodes: 4,000", "Operators: Relu 3,000, Neg 1,000");
  }
}
