package dev.tenon.layers.pooling;

import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * Takes the largest entry of as many windows over sequences as the output is to have entries.
 *
 * <p>Input (batch, steps, channels) of known spatial lengths, output with spatial lengths {@code
 * outputSize}.
 *
 * @see <a href="https://keras.io/api/layers/pooling_layers/">Keras: pooling layers</a>
 */
@RecordBuilder
@ShortName("outputSize")
public record AdaptiveMaxPooling1D(List<Long> outputSize, String dataFormat)
    implements AdaptivePooling, AdaptiveMaxPooling1DBuilder.With {

  /** Keras' defaults; {@code outputSize} has none there and is 1 here. */
  public static final AdaptiveMaxPooling1D DEFAULTS =
      new AdaptiveMaxPooling1D(List.of(1L), "channels_last");

  @Override
  public Reducer reducer() {
    return Reducer.MAX;
  }
}
