package dev.tenon.layers.pooling;

import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Takes the mean of each channel of volumes.
 *
 * <p>Input (batch, depth, rows, columns, channels), output (batch, channels), or with {@code
 * keepdims} the input's rank with length 1 along the spatial axes.
 *
 * <p>Integers become real numbers; with {@code keepsType}, which is no option of Keras, they stay
 * integers, as in Keras 2.
 *
 * @see <a href="https://keras.io/api/layers/pooling_layers/global_average_pooling3d/">Keras:
 *     GlobalAveragePooling3D</a>
 */
@RecordBuilder
@ShortName(aliases = "globalAvgPool3D")
public record GlobalAveragePooling3D(String dataFormat, boolean keepdims, boolean keepsType)
    implements GlobalPooling, GlobalAveragePooling3DBuilder.With {

  /** Keras' defaults. */
  public static final GlobalAveragePooling3D DEFAULTS =
      new GlobalAveragePooling3D("channels_last", false, false);

  @Override
  public Reducer reducer() {
    return Reducer.AVERAGE;
  }

  @Override
  public int dimensions() {
    return 3;
  }
}
