package dev.tenon.layers.augmentation;

import dev.tenon.layers.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * In training, takes the colours out of pictures; at inference, hands pictures on.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
 */
@RecordBuilder
@ShortName(value = "factor", required = 0)
public record RandomGrayscale(String dataFormat, double factor)
    implements Augmentation, RandomGrayscaleBuilder.With {

  /** Keras' defaults. */
  public static final RandomGrayscale DEFAULTS = new RandomGrayscale("channels_last", 0.5);
}
