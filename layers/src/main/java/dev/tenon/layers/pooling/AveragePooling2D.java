package dev.tenon.layers.pooling;

import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the mean of each window that slides over images; padding does not count.
 *
 * <p>Input (batch, rows, columns, channels), output (batch, new rows, new columns, channels).
 * Strides that are null equal the window.
 *
 * @see <a href="https://keras.io/api/layers/pooling_layers/average_pooling2d/">Keras:
 *     AveragePooling2D</a>
 */
@RecordBuilder
@ShortName(
    value = {"poolSize", "strides", "padding"},
    required = 1,
    aliases = "avgPool2D")
public record AveragePooling2D(
    List<Long> poolSize, String padding, @Nullable List<Long> strides, String dataFormat)
    implements WindowPooling, AveragePooling2DBuilder.With {

  /** Keras' defaults. */
  public static final AveragePooling2D DEFAULTS =
      new AveragePooling2D(List.of(2L, 2L), "valid", null, "channels_last");

  @Override
  public Reducer reducer() {
    return Reducer.AVERAGE;
  }
}
