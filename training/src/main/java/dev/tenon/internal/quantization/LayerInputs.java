package dev.tenon.internal.quantization;

import dev.tenon.importers.keras.KerasModel;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerGraph;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the inner values of a model that its layers read first. */
final class LayerInputs {
  private final Map<String, Value> inner;
  private final Map<LayerNode, List<String>> found = new IdentityHashMap<>();

  private LayerInputs(Map<String, Value> inner) {
    this.inner = inner;
  }

  /**
   * Returns the names of the values that each layer reads, one a call; the inputs of the model have
   * their own names.
   */
  static Map<LayerNode, List<String>> of(KerasModel keras) {
    LayerInputs inputs = new LayerInputs(keras.innerValues());
    Map<Value, String> names = new LinkedHashMap<>();
    keras.model().graph().inputs().forEach(value -> names.put(value, value.name()));
    inputs.walk(keras.model().graph(), "", names);
    return inputs.found;
  }

  private void walk(LayerGraph graph, String outer, Map<Value, String> names) {
    for (LayerCall call : graph.calls()) {
      String path = outer.isEmpty() ? call.name() : outer + "/" + call.name();
      List<Value> reads = call.reads();
      if (!reads.isEmpty()) {
        found
            .computeIfAbsent(call.node(), node -> new ArrayList<>())
            .add(names.getOrDefault(reads.get(0), ""));
      }
      if (call.node().layer() instanceof NestedModel nested) {
        for (int i = 0; i < nested.graph().inputs().size() && i < reads.size(); i++) {
          names.put(nested.graph().inputs().get(i), names.getOrDefault(reads.get(i), ""));
        }
        walk(nested.graph(), path, names);
      }
      for (int i = 0; i < call.outputs().size(); i++) {
        String plain = i == 0 && inner.containsKey(path) ? path : path + ":" + i;
        names.put(call.outputs().get(i), plain);
      }
    }
  }
}
