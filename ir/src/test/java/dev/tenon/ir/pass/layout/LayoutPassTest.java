package dev.tenon.ir.pass.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.ir.fold.ConstantFolding;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.op.Spatial;
import dev.tenon.ir.pass.GraphRunner;
import dev.tenon.tensor.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random graphs give the same numbers in either layout. */
public class LayoutPassTest {
  @Test
  void randomGraphsKeepTheirMeaning() {
    for (long seed = 0; seed < 150; seed++) {
      Graph graph = RandomImageGraph.draw(seed);
      Tensor feed = RandomImageGraph.feed(seed, graph);
      List<Tensor> expected = GraphRunner.run(graph, List.of(feed));
      for (boolean last : new boolean[] {false, true}) {
        Graph moved = LayoutPass.apply(graph, last);
        assertThat(moved.inputs()).isEqualTo(graph.inputs());
        assertNames(moved);
        for (OperatorNode node : moved.nodes()) {
          assertThat(!(node.operator() instanceof Spatial s) || s.channelsLast() == last).isTrue();
        }
        close(GraphRunner.run(moved, List.of(feed)), expected, "seed " + seed);
        Graph folded = ConstantFolding.apply(moved);
        close(GraphRunner.run(folded, List.of(feed)), expected, "seed " + seed + " folded");
      }
    }
  }

  public static void assertNames(Graph graph) {
    Set<String> names = new HashSet<>();
    for (OperatorNode node : graph.nodes()) {
      assertThat(names.add(node.name())).as("node %s", node.name()).isTrue();
    }
  }

  public static void close(List<Tensor> actual, List<Tensor> expected, String what) {
    for (int i = 0; i < expected.size(); i++) {
      Tensor a = actual.get(i);
      Tensor e = expected.get(i);
      assertThat(a.shape()).as(what).isEqualTo(e.shape());
      double largest = 1e-6;
      double off = 0;
      for (int k = 0; k < e.size(); k++) {
        largest = Math.max(largest, Math.abs(e.getDouble(k)));
        off = Math.max(off, Math.abs(e.getDouble(k) - a.getDouble(k)));
      }
      assertThat(off / largest).as(what).isLessThan(2e-5);
    }
  }
}
