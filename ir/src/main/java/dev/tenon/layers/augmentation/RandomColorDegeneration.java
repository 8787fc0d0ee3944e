package dev.tenon.layers.augmentation;

import dev.tenon.layers.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In training, blends pictures with their grey versions; at inference, hands pictures on.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
 */
@RecordBuilder
@ShortName("factor")
public record RandomColorDegeneration(
    String dataFormat, Object factor, List<Double> valueRange, @Nullable Long seed)
    implements Augmentation, RandomColorDegenerationBuilder.With {

  /** Keras' defaults; {@code factor} has none there. */
  public static final RandomColorDegeneration DEFAULTS =
      new RandomColorDegeneration("channels_last", 0.0, List.of(0.0, 255.0), null);
}
