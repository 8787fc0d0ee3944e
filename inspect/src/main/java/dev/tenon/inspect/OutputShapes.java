package dev.tenon.inspect;

import dev.tenon.Model;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The shapes of a model's inputs and of the values that its steps compute, as texts. */
final class OutputShapes {
  private OutputShapes() {}

  /**
   * Returns the known shapes by the name of their value, such as {@code 28×28×32}: lengths without
   * that of the batch, a question mark for an open one.
   */
  static Map<String, String> of(Model model, Structure structure) {
    Map<String, String> shapes = new HashMap<>();
    model.inputs().forEach(input -> put(shapes, input.name(), input.shape()));
    if (model.info().isKeras()) {
      KerasModel keras = model.keras();
      for (Step step : structure.steps()) {
        List<Value> values = keras.lowered().inner().getOrDefault(step.path(), List.of());
        for (int i = 0; i < values.size() && i < step.outputs().size(); i++) {
          put(shapes, step.outputs().get(i), values.get(i).shape());
        }
      }
      return shapes;
    }
    try {
      model.onnx().graph().values().forEach((name, value) -> put(shapes, name, value.shape()));
    } catch (UnsupportedModelException | MalformedModelException e) {
      // What only ONNX Runtime can run has the shapes of its inputs.
      return shapes;
    }
    return shapes;
  }

  private static void put(Map<String, String> shapes, String name, Shape shape) {
    if (shape.ranked() && shape.rank() > 1) {
      shapes.put(
          name,
          shape.dims().subList(1, shape.rank()).stream()
              .map(dim -> dim instanceof Dim.Known ? dim.toString() : "?")
              .collect(Collectors.joining("×")));
    }
  }
}
