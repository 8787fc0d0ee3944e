package dev.tenon.layers.pooling;

import dev.tenon.layers.common.Family;
import dev.tenon.layers.common.ShortName;

/**
 * Computes the maximum of each window that slides over $data.
 *
 * <p>Input (batch, $axes, channels), output (batch, $new, channels); with {@code channels_first}
 * the channel axis follows the batch axis.
 *
 * @see <a href="https://keras.io/api/layers/pooling_layers/max_pooling#d/">Keras: MaxPooling#D</a>
 */
@Family("MaxPooling#D")
@ShortName(
    value = {"poolSize", "strides", "padding"},
    required = 0,
    aliases = "maxPool#D")
interface MaxPooling extends WindowPooling {
  @Override
  default Reducer reducer() {
    return Reducer.MAX;
  }
}
