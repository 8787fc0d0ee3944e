package dev.tenon.layers.pooling;

import dev.tenon.layers.common.Family;
import dev.tenon.layers.common.ShortName;

/**
 * Takes the largest entry of as many windows over $data as the output is to have entries.
 *
 * <p>Input (batch, $axes, channels) of known spatial lengths, output with spatial lengths {@code
 * outputSize}.
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
