package dev.tenon.ir.lower;

import dev.tenon.internal.layers.KerasOrder;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerGraph;
import dev.tenon.layers.base.LayerNode;
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
  private final Map<Value, LayerCall> givers = new IdentityHashMap<>();

  private RunOrder(LayerGraph graph) {
    for (LayerCall node : graph.calls()) {
      node.outputs().forEach(output -> givers.put(output, node));
    }
  }

  /** Returns the nodes of a graph in Keras' order; behind them those that no output needs. */
  static List<LayerCall> of(LayerGraph graph) {
    RunOrder run = new RunOrder(graph);
    KerasOrder<LayerCall, LayerNode> keras =
        new KerasOrder<>(LayerCall::node, call -> run.givers(call.reads()));
    run.givers(graph.outputs()).forEach(keras::walk);
    List<LayerCall> order = new ArrayList<>(keras.run());
    Set<LayerCall> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    needed.addAll(order);
    graph.calls().stream().filter(node -> !needed.contains(node)).forEach(order::add);
    return order;
  }

  private List<LayerCall> givers(List<Value> values) {
    return values.stream().map(givers::get).filter(Objects::nonNull).toList();
  }
}
