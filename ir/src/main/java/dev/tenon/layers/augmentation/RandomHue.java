package dev.tenon.layers.augmentation;

import dev.tenon.layers.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In training, turns the colours of pictures; at inference, hands pictures on.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
 */
@RecordBuilder
@ShortName("factor")
public record RandomHue(
    String dataFormat, Object factor, List<Double> valueRange, @Nullable Long seed)
    implements Augmentation, RandomHueBuilder.With {

  /** Keras' defaults; {@code factor} has none there. */
  public static final RandomHue DEFAULTS =
      new RandomHue("channels_last", 0.0, List.of(0.0, 255.0), null);
}
