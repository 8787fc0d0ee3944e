package dev.tenon.ir.pass.decomposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.op.Signal;
import dev.tenon.ir.pass.GraphRunner;
import dev.tenon.ir.pass.RecordedNode;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Operators written in plainer ones, against the numbers of ONNX's own tests and of ONNX Runtime.
 *
 * <p>The plainer ones run node by node on the host, once with operands that are constants and once
 * with operands that come with the run.
 */
final class RecordedExpansionsTest {
  /** A key that is NaN: the version of the recording does not find it, today's does. */
  private static final Set<String> EARLIER =
      Set.of("le_floats_floats", "le_floats_int64s", "le_floats_strings");

  private final List<String> wrong = new ArrayList<>();
  private final Set<String> written = new TreeSet<>();

  @Test
  void operatorsWithoutKernelsGiveTheRecordedNumbers() {
    for (RecordedNode recorded : RecordedNode.all()) {
      for (boolean known : new boolean[] {true, false}) {
        Graph graph = recorded.graph(known);
        Expansions.Expansion plain = Expansions.of(graph.nodes().get(0));
        if (plain != null) {
          List<String> names =
              IntStream.range(0, plain.results().size()).mapToObj(i -> "y" + i).toList();
          Graph once = new Graph("plain", graph.inputs(), plain.nodes(), plain.results(), names);
          // STFT is written with DFT, which is written in plainer ones in turn.
          check(
              recorded,
              known,
              Decompose.apply(once, node -> !(node.operator() instanceof Signal.DFT)));
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(written).hasSizeGreaterThanOrEqualTo(25);
  }

  @Test
  void operatorsOfLaterOpsetsGiveTheRecordedNumbers() {
    for (RecordedNode recorded : RecordedNode.all()) {
      for (boolean known : new boolean[] {true, false}) {
        Graph graph = recorded.graph(known);
        OperatorNode node = graph.nodes().get(0);
        // A padding without axes every opset has.
        if (recorded.inputs().size() > 3 || !node.operator().opType().equals("Pad")) {
          Graph plain = Decompose.apply(graph, other -> other.operator() != node.operator());
          if (!plain.nodes().equals(graph.nodes())) {
            check(recorded, known, plain);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(written).hasSizeGreaterThanOrEqualTo(33);
  }

  private void check(RecordedNode recorded, boolean known, Graph plain) {
    if (EARLIER.contains(recorded.name())) {
      return;
    }
    List<Tensor> results = GraphRunner.run(plain, recorded.feeds(known));
    written.add(recorded.operator().opType());
    String difference = recorded.difference(results);
    if (difference != null) {
      wrong.add(difference);
    }
  }
}
