package dev.tenon.layers.augmentation;

import dev.tenon.layers.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * In training, moves pictures; at inference, hands pictures on.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
 */
@RecordBuilder
@ShortName({"heightFactor", "widthFactor"})
public record RandomTranslation(
    String dataFormat,
    Object heightFactor,
    Object widthFactor,
    String fillMode,
    double fillValue,
    String interpolation,
    @Nullable Long seed)
    implements Augmentation, RandomTranslationBuilder.With {

  /** Keras' defaults; {@code height_factor} and {@code width_factor} have none there. */
  public static final RandomTranslation DEFAULTS =
      new RandomTranslation("channels_last", 0.0, 0.0, "reflect", 0, "bilinear", null);

  @Override
  public boolean casts() {
    return true;
  }
}
