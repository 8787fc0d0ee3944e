package dev.tenon.layers.pooling;

import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the mean of each window that slides over sequences; padding does not count.
 *
 * <p>Input (batch, steps, channels), output (batch, new steps, channels). Strides that are null
 * equal the window.
 *
 * @see <a href="https://keras.io/api/layers/pooling_layers/average_pooling1d/">Keras:
 *     AveragePooling1D</a>
 */
@RecordBuilder
@ShortName(
    value = {"poolSize", "strides", "padding"},
    required = 1,
    aliases = "avgPool1D")
public record AveragePooling1D(
    List<Long> poolSize, String padding, @Nullable List<Long> strides, String dataFormat)
    implements WindowPooling, AveragePooling1DBuilder.With {

  /** Keras' defaults. */
  public static final AveragePooling1D DEFAULTS =
      new AveragePooling1D(List.of(2L), "valid", null, "channels_last");

  @Override
  public Reducer reducer() {
    return Reducer.AVERAGE;
  }
}
