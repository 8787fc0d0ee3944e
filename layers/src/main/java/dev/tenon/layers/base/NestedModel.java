package dev.tenon.layers.base;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import java.util.List;

/**
 * A model used as a layer: Keras' Functional or Sequential inside another model.
 *
 * <p>Lowering inlines the graph at every call, and builds the layers inside at the first one;
 * {@link #call} is never asked.
 *
 * @param className Functional or Sequential
 * @param graph the model
 * @param layers its layers in Keras' order ({@code model.layers}), which is that of its weights
 */
public record NestedModel(String className, LayerGraph graph, List<LayerNode> layers)
    implements Layer<NestedModel.None> {
  /** No handles: the weights belong to the layers inside. */
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
