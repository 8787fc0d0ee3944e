package dev.tenon.layers.base;

/**
 * A layer inside another, with its weights.
 *
 * @param node the inner layer as a member
 * @param layer what it computes
 * @param weights what its {@code build} returned
 * @param scope where its weights lie
 * @param <W> the record of handles
 */
public record SubLayer<W>(LayerNode node, Layer<W> layer, W weights, Scope scope) {
  /** Returns the same layer and weights under another name. */
  public SubLayer<W> of(LayerNode other) {
    return new SubLayer<>(other, layer, weights, scope.of(other));
  }
}
