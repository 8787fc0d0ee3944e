package dev.tenon.layers.augmentation;

import dev.tenon.layers.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * In training, slants pictures; at inference, hands pictures on.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
 */
@RecordBuilder
@ShortName(
    value = {"xFactor", "yFactor"},
    required = 0)
public record RandomShear(
    String dataFormat,
    Object xFactor,
    Object yFactor,
    String fillMode,
    double fillValue,
    String interpolation,
    @Nullable Long seed)
    implements Augmentation, RandomShearBuilder.With {

  /** Keras' defaults. */
  public static final RandomShear DEFAULTS =
      new RandomShear("channels_last", 0.0, 0.0, "reflect", 0, "bilinear", null);

  @Override
  public boolean casts() {
    return true;
  }
}
