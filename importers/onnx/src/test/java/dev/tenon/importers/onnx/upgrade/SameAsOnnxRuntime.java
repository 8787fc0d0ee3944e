package dev.tenon.importers.onnx.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.formats.Source;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.importers.onnx.OnnxImporter;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.pass.GraphRunner;
import dev.tenon.ir.pass.Parameters;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Distances;
import dev.tenon.testing.OneNode;
import dev.tenon.testing.PlainOnnxRuntime;
import java.util.List;
import java.util.Map;

/** Reads a node, interprets what the importer made of it, and compares with ONNX Runtime. */
final class SameAsOnnxRuntime {
  private static final double TOLERANCE = 1e-5;

  private SameAsOnnxRuntime() {}

  /** Compares a node with what ONNX Runtime gives for the same file. */
  static void check(OneNode node) throws Exception {
    check(node, node);
  }

  /**
   * Compares a node with what ONNX Runtime gives for another one.
   *
   * @param newer says the same in an opset that ONNX Runtime still has kernels of
   */
  static void check(OneNode node, OneNode newer) throws Exception {
    Map<String, Tensor> expected = PlainOnnxRuntime.run(newer.bytes(), newer.feeds());
    OnnxGraph read = OnnxImporter.read(Source.of(node + ".onnx", node.bytes()));
    Graph graph = Parameters.freeze(read.graph(), read.store());
    assertThat(read.foreignOperators()).isEmpty();
    List<Tensor> found =
        GraphRunner.run(
            graph, graph.inputs().stream().map(input -> node.feeds().get(input.name())).toList());
    assertThat(graph.outputNames()).containsExactlyElementsOf(expected.keySet());
    for (int i = 0; i < found.size(); i++) {
      Tensor wanted = expected.get(graph.outputNames().get(i));
      assertThat(Distances.problem(wanted, found.get(i), TOLERANCE)).as("y" + i).isEmpty();
    }
  }

  /**
   * Compares the types and shapes of a node's results with what ONNX Runtime gives, where the
   * interpreter of graphs lacks an operator that the importer writes.
   */
  static void checkTypes(OneNode node) throws Exception {
    Map<String, Tensor> expected = PlainOnnxRuntime.run(node.bytes(), node.feeds());
    Graph graph = OnnxImporter.read(Source.of(node + ".onnx", node.bytes())).graph();
    assertThat(graph.outputNames()).containsExactlyElementsOf(expected.keySet());
    for (int i = 0; i < graph.outputs().size(); i++) {
      Value output = graph.outputs().get(i);
      Tensor wanted = expected.get(graph.outputNames().get(i));
      assertThat(output.dtype()).isEqualTo(wanted.dtype());
      assertThat(output.rank()).isEqualTo(wanted.rank());
      for (int axis = 0; axis < wanted.rank(); axis++) {
        assertThat(output.shape().length(axis)).isIn(-1L, wanted.dim(axis));
      }
    }
  }
}
