package dev.tenon.layers.base;

/**
 * An inner layer with its weights.
 *
 * @param node the inner layer as a member
 * @param layer the layer's configuration
 * @param weights the result of its {@code build}
 * @param scope the scope of its weights
 * @param <W> the record of handles
 */
public record SubLayer<W>(LayerNode node, Layer<W> layer, W weights, Scope scope) {
  /** Returns the same layer and weights under another name. */
  public SubLayer<W> of(LayerNode other) {
    return new SubLayer<>(other, layer, weights, scope.of(other));
  }
}
