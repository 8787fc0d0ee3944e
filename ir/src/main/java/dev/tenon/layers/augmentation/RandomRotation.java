package dev.tenon.layers.augmentation;

import dev.tenon.layers.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * In training, turns pictures; at inference, hands pictures on.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
 */
@RecordBuilder
@ShortName("factor")
public record RandomRotation(
    String dataFormat,
    Object factor,
    String fillMode,
    double fillValue,
    String interpolation,
    @Nullable Long seed)
    implements Augmentation, RandomRotationBuilder.With {

  /** Keras' defaults; {@code factor} has none there. */
  public static final RandomRotation DEFAULTS =
      new RandomRotation("channels_last", 0.0, "reflect", 0, "bilinear", null);

  @Override
  public boolean casts() {
    return true;
  }
}
