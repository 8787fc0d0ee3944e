package dev.tenon.layers.augmentation;

import dev.tenon.layers.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In training, adds a random number to all pixels of a picture; at inference, hands pictures on.
 *
 * <p>{@code casts}, which is no option of Keras, says that integers come back as real numbers even
 * where nothing is changed, as in tf_keras.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
 */
@RecordBuilder
@ShortName("factor")
public record RandomBrightness(
    String dataFormat, Object factor, List<Double> valueRange, @Nullable Long seed, boolean casts)
    implements Augmentation, RandomBrightnessBuilder.With {

  /** Keras' defaults; {@code factor} has none there. */
  public static final RandomBrightness DEFAULTS =
      new RandomBrightness("channels_last", 0.0, List.of(0.0, 255.0), null, false);
}
