package dev.tenon.runtime.tensorflow.recurrence;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.pass.RowWise;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.runtime.tensorflow.graph.ThreadPools;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Decides whether a recurrence is computed in {@link RowHalves}.
 *
 * <p>Its body must treat every row of the batch alike, its products must be large enough to be
 * worth a thread, and no other recurrence may keep the second thread busy at the same time.
 */
final class RowIndependence {
  /** Fewer weights than this multiply some rows before a second thread has woken up. */
  private static final long FEWEST_WEIGHTS = 128L * 384;

  /** With fewer rows than this, half of them are not worth a chain of their own. */
  private static final long FEWEST_ROWS = 16;

  private final int states;
  private final int sequences;

  /** Values of the body whose first axis is the batch, each row computed from the same row. */
  private final Set<Value> rows = Collections.newSetFromMap(new IdentityHashMap<>());

  private final RowWise rowWise = new RowWise(rows::contains);

  private RowIndependence(int states, int sequences) {
    this.states = states;
    this.sequences = sequences;
  }

  /** Says whether two chains take less time than one. */
  static boolean pays(
      Graph body, int states, int sequences, OperatorNode node, List<OperatorNode> graph) {
    RowIndependence check = new RowIndependence(states, sequences);
    return ThreadPools.usual() > 1
        && sequences > 0
        && check.hasLikeRows(body)
        && body.nodes().stream().anyMatch(check::isLarge)
        && isAlone(node, graph);
  }

  private boolean hasLikeRows(Graph body) {
    List<Value> inputs = body.inputs().subList(0, states + sequences);
    if (inputs.stream().anyMatch(input -> !input.shape().ranked() || input.rank() == 0)) {
      return false;
    }
    Dim batch = inputs.get(0).shape().dim(0);
    boolean few = batch.isKnown() && inputs.get(0).shape().length(0) < FEWEST_ROWS;
    if (few || inputs.stream().anyMatch(input -> !input.shape().dim(0).equals(batch))) {
      return false;
    }
    rows.addAll(inputs);
    for (OperatorNode node : body.nodes()) {
      if (node.reads().stream().anyMatch(rows::contains)) {
        if (!rowWise.holds(node)) {
          return false;
        }
        rows.addAll(node.outputs());
      }
    }
    return rows.containsAll(body.outputs());
  }

  private boolean isLarge(OperatorNode node) {
    if (!rowWise.isProductOfRows(node)) {
      return false;
    }
    Shape weights = node.input(1).shape();
    return weights.dim(0).isKnown()
        && weights.dim(1).isKnown()
        && weights.length(0) * weights.length(1) >= FEWEST_WEIGHTS;
  }

  /** Says whether every other recurrence of the graph comes before or after a node. */
  private static boolean isAlone(OperatorNode node, List<OperatorNode> graph) {
    Set<Value> before = upstream(node, graph);
    Set<Value> after = Collections.newSetFromMap(new IdentityHashMap<>());
    after.addAll(node.outputs());
    boolean alone = true;
    for (OperatorNode other : graph) {
      if (other.reads().stream().anyMatch(after::contains)) {
        after.addAll(other.outputs());
      } else if (other.operator() instanceof Recurrent
          && other.outputs().stream().noneMatch(after::contains)) {
        alone &= other.outputs().stream().anyMatch(before::contains);
      }
    }
    return alone;
  }

  private static Set<Value> upstream(OperatorNode node, List<OperatorNode> graph) {
    Set<Value> before = Collections.newSetFromMap(new IdentityHashMap<>());
    before.addAll(node.reads());
    for (int i = graph.size() - 1; i >= 0; i--) {
      if (graph.get(i).outputs().stream().anyMatch(before::contains)) {
        before.addAll(graph.get(i).reads());
      }
    }
    return before;
  }
}
