package dev.tenon.layers.pooling;

import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Takes the mean of each channel of images.
 *
 * <p>Input (batch, rows, columns, channels), output (batch, channels), or with {@code keepdims} the
 * input's rank with length 1 along the spatial axes.
 *
 * <p>Integers become real numbers; with {@code keepsType}, which is no option of Keras, they stay
 * integers, as in Keras 2.
 *
 * @see <a href="https://keras.io/api/layers/pooling_layers/global_average_pooling2d/">Keras:
 *     GlobalAveragePooling2D</a>
 */
@RecordBuilder
@ShortName(aliases = "globalAvgPool2D")
public record GlobalAveragePooling2D(String dataFormat, boolean keepdims, boolean keepsType)
    implements GlobalPooling, GlobalAveragePooling2DBuilder.With {

  /** Keras' defaults. */
  public static final GlobalAveragePooling2D DEFAULTS =
      new GlobalAveragePooling2D("channels_last", false, false);

  @Override
  public Reducer reducer() {
    return Reducer.AVERAGE;
  }

  @Override
  public int dimensions() {
    return 2;
  }
}
