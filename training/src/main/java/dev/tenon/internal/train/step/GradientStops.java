package dev.tenon.internal.train.step;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.op.Unary;
import dev.tenon.runtime.Differentiation;
import java.util.List;

/**
 * Puts the operator that hands no gradient on where a model calls {@code keras.ops.stop_gradient}.
 *
 * <p>A model that only runs has an Identity there, which every engine and file knows.
 */
public final class GradientStops {
  /** The class of Keras whose layers become such an Identity. */
  private static final String KIND = "StopGradient";

  private GradientStops() {}

  /** Returns the graph, or the same where no gradient is stopped. */
  public static Graph apply(Graph graph) {
    if (graph.nodes().stream().noneMatch(GradientStops::stops)) {
      return graph;
    }
    List<OperatorNode> nodes =
        graph.nodes().stream()
            .map(
                node ->
                    stops(node)
                        ? node.with(
                            new Differentiation.StopGradient(), node.inputs(), node.outputs())
                        : node)
            .toList();
    return new Graph(graph.name(), graph.inputs(), nodes, graph.outputs(), graph.outputNames());
  }

  private static boolean stops(OperatorNode node) {
    return node.operator() instanceof Unary.Identity && node.origin().kind().equals(KIND);
  }
}
