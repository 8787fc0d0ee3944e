package dev.tenon.layers.augmentation;

import dev.tenon.layers.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * In training, mirrors pictures; at inference, hands pictures on.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
 */
@RecordBuilder
@ShortName(value = "mode", required = 0)
public record RandomFlip(String dataFormat, @Nullable Long seed, String mode)
    implements Augmentation, RandomFlipBuilder.With {

  /** Keras' defaults. */
  public static final RandomFlip DEFAULTS =
      new RandomFlip("channels_last", null, "horizontal_and_vertical");

  @Override
  public boolean casts() {
    return true;
  }
}
