package dev.tenon.ir.fold;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.HasSubgraphs;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replaces nodes with constant operands by their results.
 *
 * <p>Shape arithmetic on known lengths is folded, too. Large tensors are moved but not computed,
 * and small ones are not expanded to large ones, so that files do not grow.
 */
public final class ConstantFolding {
  private final Map<Value, Value> folded = new IdentityHashMap<>();
  private final NodeFolding nodes;
  private final boolean storing;

  private ConstantFolding(boolean storing) {
    this.storing = storing;
    this.nodes = new NodeFolding(storing);
  }

  /** Returns the graph with constants folded, in nested graphs too. */
  public static Graph apply(Graph graph) {
    return new ConstantFolding(false).fold(graph);
  }

  /**
   * Returns the graph as a file should have it: constants are folded, in nested graphs too, and
   * large ones keep the narrow type in which they are, such as that of quantised weights.
   */
  public static Graph forFile(Graph graph) {
    return new ConstantFolding(true).fold(graph);
  }

  private Graph fold(Graph graph) {
    List<OperatorNode> kept = new ArrayList<>();
    for (OperatorNode node : graph.nodes()) {
      OperatorNode now = rewire(node);
      List<Tensor> results = results(now);
      // What a caller gets stays the result of a node: engines want no constant there.
      if (results == null || now.outputs().stream().anyMatch(graph.outputs()::contains)) {
        kept.add(now);
        continue;
      }
      for (int i = 0; i < results.size(); i++) {
        Value old = node.outputs().get(i);
        folded.put(old, Value.constant(old.name(), results.get(i)));
      }
    }
    List<Value> outputs = new ArrayList<>();
    for (Value output : graph.outputs()) {
      outputs.add(folded.getOrDefault(output, output));
    }
    return new Graph(graph.name(), graph.inputs(), kept, outputs, graph.outputNames());
  }

  private @Nullable List<Tensor> results(OperatorNode node) {
    try {
      return nodes.fold(node);
    } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
      // A branch that is never taken may hold what cannot be computed; the run decides.
      return null;
    }
  }

  private OperatorNode rewire(OperatorNode node) {
    Operator operator = node.operator();
    if (operator instanceof HasSubgraphs nesting) {
      Operator mapped =
          nesting.mapBodies(storing ? ConstantFolding::forFile : ConstantFolding::apply);
      operator = mapped.equals(nesting) ? operator : mapped;
    }
    return node.with(operator, node.map(input -> folded.getOrDefault(input, input)));
  }
}
