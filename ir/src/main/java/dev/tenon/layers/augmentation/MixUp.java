package dev.tenon.layers.augmentation;

import dev.tenon.layers.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * In training, blends pairs of pictures and their labels; at inference, hands pictures on.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
 */
@RecordBuilder
@ShortName(value = "alpha", required = 0)
public record MixUp(String dataFormat, double alpha, @Nullable Long seed)
    implements Augmentation, MixUpBuilder.With {

  /** Keras' defaults. */
  public static final MixUp DEFAULTS = new MixUp("channels_last", 0.2, null);
}
