package dev.tenon.layers.pooling;

import dev.tenon.layers.common.Family;
import dev.tenon.layers.common.ShortName;

/**
 * Computes the mean of each window that slides over $data.
 *
 * <p>Input (batch, $axes, channels), output (batch, $new, channels); with {@code channels_first}
 * the channel axis follows the batch axis. Padding does not count.
 *
 * @see <a href="https://keras.io/api/layers/pooling_layers/average_pooling#d/">Keras:
 *     AveragePooling#D</a>
 */
@Family("AveragePooling#D")
@ShortName(
    value = {"poolSize", "strides", "padding"},
    required = 1,
    aliases = "avgPool#D")
interface AveragePooling extends WindowPooling {
  @Override
  default Reducer reducer() {
    return Reducer.AVERAGE;
  }
}
