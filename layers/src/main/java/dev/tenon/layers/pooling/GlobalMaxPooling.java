package dev.tenon.layers.pooling;

import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.Family;
import dev.tenon.layers.common.ShortName;

/**
 * Computes the maximum of each channel of $data.
 *
 * <p>Input (batch, $axes, channels), output (batch, channels). With {@code keepdims} the spatial
 * axes stay, with length 1.
 *
 * @see <a href="https://keras.io/api/layers/pooling_layers/global_max_pooling#d/">Keras:
 *     GlobalMaxPooling#D</a>
 */
@Family("GlobalMaxPooling#D")
@ShortName(aliases = "globalMaxPool#D")
interface GlobalMaxPooling extends GlobalPooling {
  /** The options, with Keras' defaults. */
  record Options(@Default("channels_last") String dataFormat, @Default("false") boolean keepdims) {}

  @Override
  default Reducer reducer() {
    return Reducer.MAX;
  }
}
