package dev.tenon.inspect;

import dev.tenon.exporters.keras.config.LayerConfigs;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerGraph;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.base.SubLayer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Walks through the layers of a Keras model, those of nested models at every call. */
final class KerasStructure {
  private final KerasModel keras;
  private final List<Step> steps = new ArrayList<>();
  private final Set<String> named;

  private KerasStructure(KerasModel keras) {
    this.keras = keras;
    this.named = keras.innerValues().keySet();
  }

  static Structure of(KerasModel keras) {
    KerasStructure walk = new KerasStructure(keras);
    LayerGraph graph = keras.model().graph();
    List<String> inputs = graph.inputs().stream().map(Value::name).toList();
    List<String> outputs = walk.walk(graph, "", inputs);
    return new Structure(keras.name(), inputs, walk.steps, outputs);
  }

  /** Adds the steps of a graph, and returns the names of its outputs. */
  private List<String> walk(LayerGraph graph, String path, List<String> inputs) {
    Map<Value, String> names = new IdentityHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      names.put(graph.inputs().get(i), inputs.get(i));
    }
    for (LayerCall call : graph.calls()) {
      String own = path.isEmpty() ? call.name() : path + "/" + call.name();
      List<String> reads = new ArrayList<>();
      for (Value value : call.reads()) {
        String name = names.get(value);
        if (name != null) {
          reads.add(name);
        }
      }
      List<String> gives = call(call, own, reads);
      for (int i = 0; i < call.outputs().size() && i < gives.size(); i++) {
        names.put(call.outputs().get(i), gives.get(i));
      }
    }
    return graph.outputs().stream().map(value -> names.getOrDefault(value, value.name())).toList();
  }

  private List<String> call(LayerCall call, String path, List<String> reads) {
    LayerNode node = call.node();
    if (node.layer() instanceof NestedModel nested) {
      return walk(nested.graph(), path, reads);
    }
    int outputs = keras.lowered().inner().getOrDefault(path, List.of()).size();
    List<String> gives = new ArrayList<>();
    for (int i = 0; i < Math.max(1, outputs); i++) {
      gives.add(i == 0 && !named.contains(path + ":0") ? path : path + ":" + i);
    }
    SubLayer<?> built = keras.lowered().built().get(node);
    List<String> weights =
        built == null ? List.of() : built.scope().all().stream().map(Parameter::path).toList();
    steps.add(
        new Step(
            path,
            node.layer().className(),
            LayerConfigs.of(node),
            reads,
            gives,
            weights,
            node.trainable()));
    return gives;
  }
}
