package dev.tenon.layers.augmentation;

import dev.tenon.layers.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In training, moves pixels away from or towards the mean of their channel; at inference, hands
 * pictures on.
 *
 * <p>{@code casts}, which is no option of Keras, says that integers come back as real numbers even
 * where nothing is changed, as in tf_keras.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
 */
@RecordBuilder
@ShortName("factor")
public record RandomContrast(
    String dataFormat, Object factor, List<Double> valueRange, @Nullable Long seed, boolean casts)
    implements Augmentation, RandomContrastBuilder.With {

  /** Keras' defaults; {@code factor} has none there. */
  public static final RandomContrast DEFAULTS =
      new RandomContrast("channels_last", 0.0, List.of(0.0, 255.0), null, false);
}
