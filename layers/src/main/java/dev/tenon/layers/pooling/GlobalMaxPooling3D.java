package dev.tenon.layers.pooling;

import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Takes the largest entry of each channel of volumes.
 *
 * <p>Input (batch, depth, rows, columns, channels), output (batch, channels), or with {@code
 * keepdims} the input's rank with length 1 along the spatial axes.
 *
 * @see <a href="https://keras.io/api/layers/pooling_layers/global_max_pooling3d/">Keras:
 *     GlobalMaxPooling3D</a>
 */
@RecordBuilder
@ShortName(aliases = "globalMaxPool3D")
public record GlobalMaxPooling3D(String dataFormat, boolean keepdims)
    implements GlobalPooling, GlobalMaxPooling3DBuilder.With {

  /** Keras' defaults. */
  public static final GlobalMaxPooling3D DEFAULTS = new GlobalMaxPooling3D("channels_last", false);

  @Override
  public Reducer reducer() {
    return Reducer.MAX;
  }

  @Override
  public int dimensions() {
    return 3;
  }
}
