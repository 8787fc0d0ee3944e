package dev.tenon.layers.pooling;

import dev.tenon.layers.common.Family;
import dev.tenon.layers.common.ShortName;

/**
 * Takes the mean of each window that slides over $data; padding does not count.
 *
 * <p>Input (batch, $axes, channels), output (batch, $new, channels). Strides that are null equal
 * the window.
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
