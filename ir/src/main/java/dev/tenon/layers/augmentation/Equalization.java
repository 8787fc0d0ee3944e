package dev.tenon.layers.augmentation;

import dev.tenon.layers.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * In training, evens out the histogram of each channel; at inference, hands pictures on.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
 */
@RecordBuilder
@ShortName
public record Equalization(String dataFormat, List<Double> valueRange, long bins)
    implements Augmentation, EqualizationBuilder.With {

  /** Keras' defaults. */
  public static final Equalization DEFAULTS =
      new Equalization("channels_last", List.of(0.0, 255.0), 256);

  @Override
  public boolean draws() {
    return false;
  }
}
