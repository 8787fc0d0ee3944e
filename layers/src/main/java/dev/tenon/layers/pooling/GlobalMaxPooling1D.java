package dev.tenon.layers.pooling;

import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Takes the largest entry of each channel of sequences.
 *
 * <p>Input (batch, steps, channels), output (batch, channels), or with {@code keepdims} the input's
 * rank with length 1 along the spatial axes.
 *
 * @see <a href="https://keras.io/api/layers/pooling_layers/global_max_pooling1d/">Keras:
 *     GlobalMaxPooling1D</a>
 */
@RecordBuilder
@ShortName(aliases = "globalMaxPool1D")
public record GlobalMaxPooling1D(String dataFormat, boolean keepdims)
    implements GlobalPooling, GlobalMaxPooling1DBuilder.With {

  /** Keras' defaults. */
  public static final GlobalMaxPooling1D DEFAULTS = new GlobalMaxPooling1D("channels_last", false);

  @Override
  public Reducer reducer() {
    return Reducer.MAX;
  }

  @Override
  public int dimensions() {
    return 1;
  }
}
