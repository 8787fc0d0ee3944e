package dev.tenon.layers.adaptation;

/**
 * A layer with a state that follows from data, as Keras' layers with {@code adapt}.
 *
 * @param <L> the layer's own class
 * @see <a href="https://keras.io/guides/preprocessing_layers/#the-adapt-method">Keras: the adapt
 *     method</a>
 */
public interface Adaptable<L> {
  /**
   * Returns the layer with the state that follows from data; this one stays as it is.
   *
   * @throws IllegalArgumentException for data that the layer cannot measure, or a layer whose
   *     configuration has a state already
   */
  Adapted<L> adapted(AdaptationData data);
}
