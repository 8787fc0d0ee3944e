package dev.tenon.ir.lower;

import dev.tenon.ir.graph.Arg;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.LayerCall;
import dev.tenon.ir.graph.LayerNode;
import dev.tenon.ir.graph.Node;
import dev.tenon.ir.graph.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The order in which Keras calls the layers of a functional model.
 *
 * <p>A call stands before those that are nearer to the outputs, counted in calls; among calls
 * equally near, those of the last output come first. The numbers depend on it where a call leaves
 * something behind: a layer that takes the mask off its input, or a state that two calls of one
 * layer move.
 *
 * @see <a href="https://github.com/keras-team/keras/blob/master/keras/src/ops/function.py">Keras:
 *     {@code map_graph}</a>
 */
final class RunOrder {
  private final Map<Value, Node> givers = new IdentityHashMap<>();
  private final Set<Node> finished = Collections.newSetFromMap(new IdentityHashMap<>());

  private RunOrder(Graph graph) {
    for (Node node : graph.nodes()) {
      node.outputs().forEach(output -> givers.put(output, node));
    }
  }

  /** Returns the nodes of a graph in Keras' order; behind them those that no output needs. */
  static List<Node> of(Graph graph) {
    RunOrder run = new RunOrder(graph);
    List<Node> order = run.byDepth(run.fromInputs(graph.outputs()));
    for (Node node : graph.nodes()) {
      if (!run.finished.contains(node)) {
        order.add(node);
      }
    }
    return order;
  }

  /** Returns the nodes that some values need, each behind those it reads from. */
  private List<Node> fromInputs(List<Value> wanted) {
    List<Node> order = new ArrayList<>();
    Deque<Visit> path = new ArrayDeque<>();
    for (Value output : wanted) {
      enter(output, path);
      while (!path.isEmpty()) {
        Visit visit = path.getFirst();
        if (visit.rest().hasNext()) {
          enter(visit.rest().next(), path);
        } else {
          order.add(visit.node());
          path.pop();
        }
      }
    }
    return order;
  }

  private record Visit(Node node, Iterator<Value> rest) {}

  private void enter(Value value, Deque<Visit> path) {
    Node giver = givers.get(value);
    if (giver != null && finished.add(giver)) {
      path.push(new Visit(giver, reads(giver).iterator()));
    }
  }

  /** Returns what a node reads; Keras goes through keyword arguments by their names. */
  private static List<Value> reads(Node node) {
    if (!(node instanceof LayerCall call)) {
      return node.reads();
    }
    List<Value> reads = new ArrayList<>();
    call.args().forEach(arg -> reads.addAll(arg.values()));
    new TreeMap<String, Arg>(call.kwargs()).values().forEach(arg -> reads.addAll(arg.values()));
    return reads;
  }

  /** Sorts nodes by how far they are from the outputs, in the order in which Keras learns it. */
  private List<Node> byDepth(List<Node> fromInputs) {
    Map<Node, Integer> depths = new IdentityHashMap<>();
    Map<LayerNode, Integer> ofLayers = new IdentityHashMap<>();
    List<Node> learned = new ArrayList<>();
    for (int i = fromInputs.size() - 1; i >= 0; i--) {
      Node node = fromInputs.get(i);
      Integer known = depths.get(node);
      if (known == null) {
        learned.add(node);
      }
      int depth = known == null ? 0 : known;
      if (node instanceof LayerCall call) {
        depth = Math.max(depth, ofLayers.getOrDefault(call.node(), 0));
        ofLayers.put(call.node(), depth);
      }
      depths.put(node, depth);
      for (Value read : reads(node)) {
        Node giver = givers.get(read);
        if (giver != null) {
          if (!depths.containsKey(giver)) {
            learned.add(giver);
          }
          depths.merge(giver, depth + 1, Math::max);
        }
      }
    }
    learned.sort(Comparator.comparing((Node node) -> -depths.getOrDefault(node, 0)));
    return learned;
  }
}
