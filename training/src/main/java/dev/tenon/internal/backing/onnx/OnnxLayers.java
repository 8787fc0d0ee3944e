package dev.tenon.internal.backing.onnx;

import dev.tenon.importers.keras.KerasModel;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.internal.backing.keras.ModelBuilding;
import dev.tenon.internal.layers.LayerNames;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.Scope;
import dev.tenon.lifting.KerasLayers;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Makes a model of Keras' layers of an ONNX network. */
final class OnnxLayers {
  private OnnxLayers() {}

  static KerasModel of(OnnxGraph onnx, String label) {
    KerasLayers found = KerasLayers.of(label, onnx.graph(), onnx.store());
    String name = onnx.graph().name().replaceAll("[^A-Za-z0-9_.-]", "_").replaceAll("^[_-]+", "");
    KerasModel keras =
        ModelBuilding.functional(
            name.isEmpty() ? LayerNames.next("Functional") : name,
            found.inputs(),
            List.copyOf(found.outputs().values()));
    for (Map.Entry<LayerNode, Scope> entry : keras.lowered().weights().entrySet()) {
      List<Tensor> values = found.weights().getOrDefault(entry.getKey(), List.of());
      List<Parameter> parameters = entry.getValue().all();
      if (values.size() != parameters.size()) {
        throw new IllegalStateException(
            "layer '"
                + entry.getKey().name()
                + "' has "
                + parameters.size()
                + " weights, the network has "
                + values.size());
      }
      for (int i = 0; i < values.size(); i++) {
        Parameter parameter = parameters.get(i);
        Tensor value = values.get(i).cast(parameter.dtype());
        keras.parameters().put(parameter, value.reshape(parameter.shape()));
      }
    }
    return keras;
  }
}
