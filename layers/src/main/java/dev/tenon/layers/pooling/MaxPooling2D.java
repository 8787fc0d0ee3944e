package dev.tenon.layers.pooling;

import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the largest entry of each window that slides over images.
 *
 * <p>Input (batch, rows, columns, channels), output (batch, new rows, new columns, channels).
 * Strides that are null equal the window.
 *
 * @see <a href="https://keras.io/api/layers/pooling_layers/max_pooling2d/">Keras: MaxPooling2D</a>
 */
@RecordBuilder
@ShortName(
    value = {"poolSize", "strides", "padding"},
    required = 0,
    aliases = "maxPool2D")
public record MaxPooling2D(
    List<Long> poolSize, String padding, @Nullable List<Long> strides, String dataFormat)
    implements WindowPooling, MaxPooling2DBuilder.With {

  /** Keras' defaults. */
  public static final MaxPooling2D DEFAULTS =
      new MaxPooling2D(List.of(2L, 2L), "valid", null, "channels_last");

  @Override
  public Reducer reducer() {
    return Reducer.MAX;
  }
}
