package dev.tenon.layers.pooling;

import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the largest entry of each window that slides over sequences.
 *
 * <p>Input (batch, steps, channels), output (batch, new steps, channels). Strides that are null
 * equal the window.
 *
 * @see <a href="https://keras.io/api/layers/pooling_layers/max_pooling1d/">Keras: MaxPooling1D</a>
 */
@RecordBuilder
@ShortName(
    value = {"poolSize", "strides", "padding"},
    required = 0,
    aliases = "maxPool1D")
public record MaxPooling1D(
    List<Long> poolSize, String padding, @Nullable List<Long> strides, String dataFormat)
    implements WindowPooling, MaxPooling1DBuilder.With {

  /** Keras' defaults. */
  public static final MaxPooling1D DEFAULTS =
      new MaxPooling1D(List.of(2L), "valid", null, "channels_last");

  @Override
  public Reducer reducer() {
    return Reducer.MAX;
  }
}
