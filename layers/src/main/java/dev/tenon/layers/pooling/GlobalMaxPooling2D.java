package dev.tenon.layers.pooling;

import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Takes the largest entry of each channel of images.
 *
 * <p>Input (batch, rows, columns, channels), output (batch, channels), or with {@code keepdims} the
 * input's rank with length 1 along the spatial axes.
 *
 * @see <a href="https://keras.io/api/layers/pooling_layers/global_max_pooling2d/">Keras:
 *     GlobalMaxPooling2D</a>
 */
@RecordBuilder
@ShortName(aliases = "globalMaxPool2D")
public record GlobalMaxPooling2D(String dataFormat, boolean keepdims)
    implements GlobalPooling, GlobalMaxPooling2DBuilder.With {

  /** Keras' defaults. */
  public static final GlobalMaxPooling2D DEFAULTS = new GlobalMaxPooling2D("channels_last", false);

  @Override
  public Reducer reducer() {
    return Reducer.MAX;
  }

  @Override
  public int dimensions() {
    return 2;
  }
}
