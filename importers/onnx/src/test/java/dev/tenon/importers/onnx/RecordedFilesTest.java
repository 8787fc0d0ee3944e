package dev.tenon.importers.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.formats.Source;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.pass.GraphRunner;
import dev.tenon.ir.pass.Parameters;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Distances;
import dev.tenon.testing.Recording;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every ONNX file of the repository is read, and compared with what ONNX Runtime, PyTorch and Keras
 * gave for it: the names, types and shapes of its outputs, and the numbers where the interpreter of
 * graphs has the operators.
 */
final class RecordedFilesTest {
  private static final double TOLERANCE = 1e-5;

  /** Of half precision, as ONNX's own tests have it. */
  private static final double HALF_TOLERANCE = 2e-3;

  /** The converter of LightGBM writes that there is one label, however many rows come in. */
  private static final String ONE_LABEL = "/lgbm_";

  private final List<String> wrong = new ArrayList<>();
  private int computed;

  private void check(Recording recording) throws IOException {
    OnnxGraph read;
    try (Source source = Source.of(recording.file())) {
      read = OnnxImporter.read(source, source.name(), recording.lengths(), Map.of());
    } catch (RuntimeException e) {
      wrong.add(recording.label() + ": " + e);
      return;
    }
    Graph graph = read.graph();
    assertThat(graph.inputs().stream().map(Value::name))
        .as(recording.label())
        .containsExactlyInAnyOrderElementsOf(recording.inputs().keySet());
    assertThat(graph.outputNames()).as(recording.label()).containsAll(recording.outputs().keySet());
    for (int i = 0; i < graph.outputs().size(); i++) {
      Tensor expected = recording.outputs().get(graph.outputNames().get(i));
      boolean untrue =
          recording.label().contains(ONE_LABEL) && graph.outputNames().get(i).equals("label");
      if (expected != null && !untrue && !fits(graph.outputs().get(i), expected)) {
        wrong.add(recording.label() + ": " + graph.outputs().get(i) + ", recorded " + expected);
      }
    }
    if (graph.nodes().stream().anyMatch(RecordedFilesTest::isSimplified)) {
      return;
    }
    List<Tensor> found;
    try {
      found =
          GraphRunner.run(
              Parameters.freeze(graph, read.store()),
              graph.inputs().stream().map(input -> recording.inputs().get(input.name())).toList());
    } catch (IllegalStateException e) {
      if (!(e.getCause() instanceof UnsupportedOperationException)) {
        wrong.add(recording.label() + ": " + e);
      }
      return;
    }
    computed++;
    for (int i = 0; i < found.size(); i++) {
      Tensor expected = recording.outputs().get(graph.outputNames().get(i));
      boolean half = expected.dtype() == DType.FLOAT16;
      String problem = Distances.problem(expected, found.get(i), half ? HALF_TOLERANCE : TOLERANCE);
      if (!problem.isEmpty()) {
        wrong.add(recording.label() + ": " + graph.outputNames().get(i) + " is " + problem);
      }
    }
  }

  /** The interpreter has of these what Tenon's passes write, not all that ONNX says. */
  private static boolean isSimplified(OperatorNode node) {
    return node.operator() instanceof ImageResampling.Resize
        || node.operator() instanceof Recurrent;
  }

  private static boolean fits(Value value, Tensor recorded) {
    boolean fits = value.dtype() == recorded.dtype();
    if (value.shape().ranked()) {
      fits &= value.rank() == recorded.rank();
      for (int i = 0; fits && i < recorded.rank(); i++) {
        long length = value.shape().length(i);
        fits = length < 0 || length == recorded.dim(i);
      }
    }
    return fits;
  }

  /**
   * Checks files.
   *
   * @param least of how many files the interpreter computes the numbers at least
   */
  private void check(List<Recording> recordings, int least) throws IOException {
    for (Recording recording : recordings) {
      check(recording);
    }
    assertThat(wrong).isEmpty();
    assertThat(computed).isGreaterThanOrEqualTo(least);
  }

  @Test
  void operatorsGiveTheRecordedNumbers() throws IOException {
    check(Recording.folders("tests/goldens/onnx/forms", "tests/goldens/onnx/operators"), 61);
  }

  @Test
  void traditionalModelsHaveTheRecordedOutputs() throws IOException {
    check(Recording.folders("tests/goldens/onnx/ml/operators", "tests/goldens/onnx/ml/models"), 0);
  }

  @Test
  void networksGiveTheRecordedNumbers() throws IOException {
    check(
        Recording.files(
            "tests/goldens/torch",
            "tests/goldens/onnx/networks",
            "tests/goldens/onnx/recurrent",
            "tests/goldens/onnx/sklearn",
            "tests/goldens/onnx/small"),
        42);
  }
}
