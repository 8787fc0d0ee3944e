package dev.tenon.layers.augmentation;

import dev.tenon.layers.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In training, changes brightness, contrast, saturation and hue; at inference, hands pictures on.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
 */
@RecordBuilder
@ShortName
public record RandomColorJitter(
    String dataFormat,
    List<Double> valueRange,
    @Nullable Object brightnessFactor,
    @Nullable Object contrastFactor,
    @Nullable Object saturationFactor,
    @Nullable Object hueFactor,
    @Nullable Long seed)
    implements Augmentation, RandomColorJitterBuilder.With {

  /** Keras' defaults. */
  public static final RandomColorJitter DEFAULTS =
      new RandomColorJitter("channels_last", List.of(0.0, 255.0), null, null, null, null, null);
}
