package dev.tenon.layers.pooling;

import dev.tenon.layers.common.Family;
import dev.tenon.layers.common.ShortName;

/**
 * Computes the maximum of windows over $data whose number follows from the output size.
 *
 * <p>Input (batch, $axes, channels) with known spatial lengths, output with the spatial lengths
 * {@code output_size}. An unknown spatial length fails with an {@link IllegalArgumentException}.
 *
 * @see <a href="https://keras.io/api/layers/pooling_layers/">Keras: pooling layers</a>
 */
@Family("AdaptiveMaxPooling#D")
@ShortName("outputSize")
interface AdaptiveMaxPooling extends AdaptivePooling {
  @Override
  default Reducer reducer() {
    return Reducer.MAX;
  }
}
