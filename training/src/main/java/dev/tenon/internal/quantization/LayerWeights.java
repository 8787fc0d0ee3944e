package dev.tenon.internal.quantization;

import dev.tenon.importers.keras.KerasModel;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.SubLayer;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the weights that a layer of a model has of its own, by the names of its parameters. */
final class LayerWeights {
  private LayerWeights() {}

  static Map<String, Tensor> of(KerasModel keras, LayerNode node) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    SubLayer<?> built = node.state().built();
    if (built != null) {
      built
          .scope()
          .own()
          .forEach(parameter -> weights.put(parameter.name(), keras.parameters().get(parameter)));
    }
    return weights;
  }
}
