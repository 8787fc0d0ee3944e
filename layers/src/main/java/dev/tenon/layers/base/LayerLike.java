package dev.tenon.layers.base;

import dev.tenon.ir.shape.Shape;
import java.util.List;
import java.util.Map;

/** Anything that can be a layer of a model: a layer's configuration, a named layer or a model. */
public interface LayerLike {
  /**
   * Returns this as a layer of a model.
   *
   * <p>A configuration returns a new layer with its own weights each time. A named layer and a
   * model return themselves, so that all calls share their weights.
   */
  LayerNode member();

  /**
   * Returns this as an inner layer, named after its attribute.
   *
   * @param owner the builder of the outer layer
   * @param attribute the outer layer's name for it
   * @param inputs the shapes of its inputs
   */
  default LayerNode inside(Build owner, String attribute, List<Shape> inputs) {
    return member();
  }

  /**
   * Applies a layer with one result: Keras' {@code layer(x)}.
   *
   * @param inputs its positional arguments
   * @throws IllegalArgumentException if the shapes do not fit, naming the layer
   */
  default KerasTensor apply(KerasTensor... inputs) {
    List<KerasTensor> outputs = applyAll(List.of(inputs), Map.of());
    if (outputs.size() != 1) {
      throw new IllegalArgumentException(
          "layer has " + outputs.size() + " results: use applyAll to get them");
    }
    return outputs.get(0);
  }

  /** Applies a layer that takes a list, such as Concatenate: Keras' {@code layer([a, b])}. */
  default KerasTensor apply(List<KerasTensor> inputs) {
    return called(inputs, List.of(inputs), Map.of()).get(0);
  }

  /**
   * Applies the layer and returns all its results.
   *
   * @param inputs its positional arguments
   * @param keywords its keyword arguments, under Keras' names: tensors, numbers, booleans, strings
   */
  default List<KerasTensor> applyAll(List<KerasTensor> inputs, Map<String, Object> keywords) {
    return called(inputs, inputs, keywords);
  }

  private List<KerasTensor> called(
      List<KerasTensor> inputs, List<?> arguments, Map<String, Object> keywords) {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException(
          "layer '" + member().name() + "' is applied to nothing: give it at least one tensor");
    }
    return inputs.get(0).called(member(), arguments, keywords);
  }
}
