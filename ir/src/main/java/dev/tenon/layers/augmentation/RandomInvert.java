package dev.tenon.layers.augmentation;

import dev.tenon.layers.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In training, turns pictures into their negatives; at inference, hands pictures on.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
 */
@RecordBuilder
@ShortName(value = "factor", required = 0)
public record RandomInvert(
    String dataFormat, Object factor, List<Double> valueRange, @Nullable Long seed)
    implements Augmentation, RandomInvertBuilder.With {

  /** Keras' defaults. */
  public static final RandomInvert DEFAULTS =
      new RandomInvert("channels_last", 1.0, List.of(0.0, 255.0), null);
}
