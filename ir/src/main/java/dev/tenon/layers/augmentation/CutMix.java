package dev.tenon.layers.augmentation;

import dev.tenon.layers.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * In training, pastes a part of one picture into another, and mixes the labels; at inference, hands
 * pictures on.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
 */
@RecordBuilder
@ShortName(value = "factor", required = 0)
public record CutMix(String dataFormat, Object factor, @Nullable Long seed)
    implements Augmentation, CutMixBuilder.With {

  /** Keras' defaults. */
  public static final CutMix DEFAULTS = new CutMix("channels_last", 1.0, null);

  @Override
  public boolean casts() {
    return true;
  }
}
