package dev.tenon.layers.pooling;

import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * Takes the largest entry of as many windows over images as the output is to have entries.
 *
 * <p>Input (batch, rows, columns, channels) of known spatial lengths, output with spatial lengths
 * {@code outputSize}.
 *
 * @see <a href="https://keras.io/api/layers/pooling_layers/">Keras: pooling layers</a>
 */
@RecordBuilder
@ShortName("outputSize")
public record AdaptiveMaxPooling2D(List<Long> outputSize, String dataFormat)
    implements AdaptivePooling, AdaptiveMaxPooling2DBuilder.With {

  /** Keras' defaults; {@code outputSize} has none there and is 1 here. */
  public static final AdaptiveMaxPooling2D DEFAULTS =
      new AdaptiveMaxPooling2D(List.of(1L, 1L), "channels_last");

  @Override
  public Reducer reducer() {
    return Reducer.MAX;
  }
}
