package dev.tenon.layers.functional;

import dev.tenon.internal.layers.KerasOrder;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerGraph;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects the layers between some tensors and others into a model. */
final class FunctionalGraph {
  private final List<LayerCall> calls = new ArrayList<>();
  private final Map<LayerCall, KerasTensor> tensors = new IdentityHashMap<>();
  private final KerasOrder<LayerCall, LayerNode> order =
      new KerasOrder<>(LayerCall::node, this::sources);
  private final Map<LayerNode, Integer> counts = new IdentityHashMap<>();
  private final Set<Value> given = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<String, LayerNode> names = new LinkedHashMap<>();

  private FunctionalGraph() {}

  static NestedModel of(String name, List<KerasTensor> inputs, Map<String, KerasTensor> outputs) {
    FunctionalGraph graph = new FunctionalGraph();
    inputs.forEach(input -> graph.given.add(input.value()));
    graph.calls(outputs.values()).forEach(graph.order::walk);
    graph.order.calls().forEach(graph::add);
    List<Value> results = outputs.values().stream().map(KerasTensor::value).toList();
    LayerGraph whole =
        new LayerGraph(
            name,
            inputs.stream().map(KerasTensor::value).toList(),
            List.copyOf(graph.calls),
            results,
            List.copyOf(outputs.keySet()));
    return new NestedModel("Functional", whole, graph.order.sorted(List.of()));
  }

  /** Returns the calls that give tensors, but for the model's inputs. */
  private List<LayerCall> calls(Collection<KerasTensor> of) {
    List<LayerCall> found = new ArrayList<>();
    for (KerasTensor tensor : of) {
      if (given.contains(tensor.value())) {
        continue;
      }
      LayerCall call = tensor.producer();
      if (call == null) {
        throw new IllegalArgumentException(
            "the outputs depend on input '"
                + tensor.value().name()
                + "', which is not among the model's inputs");
      }
      tensors.put(call, tensor);
      found.add(call);
    }
    return found;
  }

  private List<LayerCall> sources(LayerCall call) {
    KerasTensor tensor = tensors.get(call);
    return tensor == null ? List.of() : calls(tensor.sources());
  }

  /** Adds a call under the name of its layer, with a number from the second on. */
  private void add(LayerCall call) {
    LayerNode other = names.putIfAbsent(call.node().name(), call.node());
    if (other != null && other != call.node()) {
      throw new IllegalArgumentException(
          "two layers of the model are named '"
              + call.node().name()
              + "', "
              + other.layer().className()
              + " and "
              + call.node().layer().className()
              + "; names must be unique: give one another name, as in dense(3).name(\"…\"); for a"
              + " model that is a layer in Model.of(\"…\", inputs, outputs)");
    }
    int count = counts.merge(call.node(), 1, Integer::sum);
    String path = count == 1 ? call.node().name() : call.node().name() + "@" + count;
    calls.add(new LayerCall(path, call.node(), call.args(), call.kwargs(), call.outputs()));
  }
}
