package dev.tenon.layers.augmentation;

import dev.tenon.layers.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * In training, moves the corners of pictures; at inference, hands pictures on.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
 */
@RecordBuilder
@ShortName(
    value = {"factor", "scale"},
    required = 0)
public record RandomPerspective(
    String dataFormat,
    Object factor,
    double scale,
    String interpolation,
    double fillValue,
    @Nullable Long seed)
    implements Augmentation, RandomPerspectiveBuilder.With {

  /** Keras' defaults. */
  public static final RandomPerspective DEFAULTS =
      new RandomPerspective("channels_last", 1.0, 1, "bilinear", 0, null);

  @Override
  public boolean casts() {
    return true;
  }
}
