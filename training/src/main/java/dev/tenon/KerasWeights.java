package dev.tenon;

import dev.tenon.importers.keras.KerasModel;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads and sets the weights of a Keras model by their paths. */
final class KerasWeights {
  private KerasWeights() {}

  static Map<String, Tensor> of(KerasModel keras) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    parameters(keras).forEach((path, p) -> weights.put(path, keras.parameters().get(p)));
    return weights;
  }

  static void set(KerasModel keras, Map<String, Tensor> values) {
    Map<String, Parameter> known = parameters(keras);
    values.forEach(
        (path, value) -> {
          Parameter parameter = known.get(path);
          if (parameter == null) {
            throw new IllegalArgumentException(
                "no weight '" + path + "'; the model has " + known.keySet());
          }
          keras.parameters().put(parameter, value.cast(parameter.dtype()));
        });
  }

  private static Map<String, Parameter> parameters(KerasModel keras) {
    Map<String, Parameter> known = new LinkedHashMap<>();
    keras.lowered().parameters().forEach(p -> known.putIfAbsent(p.path(), p));
    return known;
  }
}
