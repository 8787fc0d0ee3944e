package dev.tenon.ir.layer;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.LayerCall;
import dev.tenon.ir.graph.LayerNode;
import dev.tenon.ir.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Collects the layers between some tensors and others into a model. */
final class FunctionalGraph {
  private final List<LayerCall> calls = new ArrayList<>();
  private final Map<Value, LayerCall> producers = new IdentityHashMap<>();
  private final KerasOrder<LayerCall, LayerNode> order =
      new KerasOrder<>(LayerCall::node, this::sources);
  private final Map<LayerNode, Integer> counts = new IdentityHashMap<>();
  private final Set<LayerCall> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Value> given = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<String, LayerNode> names = new LinkedHashMap<>();

  private FunctionalGraph() {}

  static NestedModel of(String name, List<KerasTensor> inputs, Map<String, KerasTensor> outputs) {
    FunctionalGraph graph = new FunctionalGraph();
    inputs.forEach(input -> graph.given.add(input.value()));
    outputs.values().forEach(graph::visit);
    List<Value> results = outputs.values().stream().map(KerasTensor::value).toList();
    Graph whole =
        new Graph(
            name,
            inputs.stream().map(KerasTensor::value).toList(),
            List.copyOf(graph.calls),
            results,
            List.copyOf(outputs.keySet()));
    return new NestedModel("Functional", whole, graph.order.sorted(graph.calls, List.of()));
  }

  private void visit(KerasTensor tensor) {
    if (given.contains(tensor.value())) {
      return;
    }
    LayerCall call = tensor.producer();
    if (call == null) {
      throw new IllegalArgumentException(
          "the outputs depend on input '"
              + tensor.value().name()
              + "', which is not among the model's inputs");
    }
    if (!seen.add(call)) {
      return;
    }
    order.meet(call.node());
    for (KerasTensor source : tensor.sources()) {
      visit(source);
    }
    LayerNode other = names.putIfAbsent(call.node().name(), call.node());
    if (other != null && other != call.node()) {
      throw new IllegalArgumentException(
          "two layers of the model are named '"
              + call.node().name()
              + "'; names must be unique: give one another with named(…)");
    }
    int count = counts.merge(call.node(), 1, Integer::sum);
    String path = count == 1 ? call.node().name() : call.node().name() + "@" + count;
    LayerCall named = new LayerCall(path, call.node(), call.args(), call.kwargs(), call.outputs());
    calls.add(named);
    named.outputs().forEach(output -> producers.put(output, named));
  }

  private List<LayerCall> sources(LayerCall call) {
    return call.reads().stream().map(producers::get).filter(Objects::nonNull).toList();
  }
}
