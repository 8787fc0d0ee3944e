package dev.tenon.layers.adaptation;

/**
 * A layer with a state computed from data: Keras' layers with {@code adapt}.
 *
 * @param <L> the layer's own class
 * @see <a href="https://keras.io/guides/preprocessing_layers/#the-adapt-method">Keras: the adapt
 *     method</a>
 */
public interface Adaptable<L> {
  /**
   * Returns the layer with the state computed from data; this one does not change.
   *
   * @throws IllegalArgumentException for data that do not fit, or a layer whose configuration has a
   *     state already
   */
  Adapted<L> adapted(AdaptationData data);
}
