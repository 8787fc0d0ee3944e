package dev.tenon.layers.augmentation;

import dev.tenon.layers.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * In training, zooms into or out of pictures; at inference, hands pictures on.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
 */
@RecordBuilder
@ShortName(
    value = {"heightFactor", "widthFactor"},
    required = 1)
public record RandomZoom(
    String dataFormat,
    Object heightFactor,
    @Nullable Object widthFactor,
    String fillMode,
    double fillValue,
    String interpolation,
    @Nullable Long seed)
    implements Augmentation, RandomZoomBuilder.With {

  /** Keras' defaults; {@code height_factor} has none there. */
  public static final RandomZoom DEFAULTS =
      new RandomZoom("channels_last", 0.0, null, "reflect", 0, "bilinear", null);

  @Override
  public boolean casts() {
    return true;
  }
}
