package dev.tenon.ir.lower;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.LayerCall;
import dev.tenon.ir.graph.Node;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.KerasOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The order in which the layers of a model are called: Keras' own.
 *
 * <p>The numbers depend on it where a call leaves something behind: a layer that takes the mask off
 * its input, or a state that two calls of one layer move.
 */
final class RunOrder {
  private final Map<Value, Node> givers = new IdentityHashMap<>();

  private RunOrder(Graph graph) {
    for (Node node : graph.nodes()) {
      node.outputs().forEach(output -> givers.put(output, node));
    }
  }

  /** Returns the nodes of a graph in Keras' order; behind them those that no output needs. */
  static List<Node> of(Graph graph) {
    RunOrder run = new RunOrder(graph);
    KerasOrder<Node, Object> keras =
        new KerasOrder<>(RunOrder::layer, node -> run.givers(node.reads()));
    run.givers(graph.outputs()).forEach(keras::walk);
    List<Node> order = new ArrayList<>(keras.run());
    Set<Node> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    needed.addAll(order);
    graph.nodes().stream().filter(node -> !needed.contains(node)).forEach(order::add);
    return order;
  }

  private static Object layer(Node node) {
    return node instanceof LayerCall call ? call.node() : node;
  }

  private List<Node> givers(List<Value> values) {
    return values.stream().map(givers::get).filter(Objects::nonNull).toList();
  }
}
