package dev.tenon.layers.base;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import java.util.List;

/**
 * A model used as a layer: Keras' Functional or Sequential inside another model.
 *
 * <p>Lowering inlines the graph at every call and builds the inner layers at the first one. {@link
 * #call} is never used.
 *
 * @param className {@code Functional} or {@code Sequential}
 * @param graph the model
 * @param layers its layers in the order of Keras' {@code model.layers} and of the weights
 */
public record NestedModel(String className, LayerGraph graph, List<LayerNode> layers)
    implements Layer<NestedModel.None> {
  /** The empty record of handles: the weights belong to the inner layers. */
  public record None() {}

  @Override
  public None build(Build build, List<Shape> inputs) {
    return new None();
  }

  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    throw new IllegalStateException("a nested model is inlined, not called");
  }
}
