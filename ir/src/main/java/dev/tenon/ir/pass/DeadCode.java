package dev.tenon.ir.pass;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Removes nodes that no output depends on. */
public final class DeadCode {
  private DeadCode() {}

  /** Returns the graph without the nodes that no output depends on; its inputs all stay. */
  public static Graph apply(Graph graph) {
    return new Graph(
        graph.name(),
        graph.inputs(),
        needed(graph.nodes(), graph.outputs()),
        graph.outputs(),
        graph.outputNames());
  }

  static List<OperatorNode> needed(List<OperatorNode> nodes, List<Value> outputs) {
    Set<Value> wanted = Collections.newSetFromMap(new IdentityHashMap<>(nodes.size()));
    wanted.addAll(outputs);
    List<OperatorNode> kept = new ArrayList<>(nodes.size());
    for (int i = nodes.size() - 1; i >= 0; i--) {
      OperatorNode node = nodes.get(i);
      if (isRead(node, wanted)) {
        kept.add(node);
        for (Value input : node.inputs()) {
          // No node results in a constant or a parameter.
          if (input != null && input.constant() == null && input.parameter() == null) {
            wanted.add(input);
          }
        }
      }
    }
    Collections.reverse(kept);
    return kept;
  }

  private static boolean isRead(OperatorNode node, Set<Value> wanted) {
    for (Value output : node.outputs()) {
      if (wanted.contains(output)) {
        return true;
      }
    }
    return false;
  }
}
