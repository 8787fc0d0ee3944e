package dev.tenon.layers.augmentation;

import dev.tenon.layers.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In training, inverts the bright pixels; at inference, hands pictures on.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
 */
@RecordBuilder
@ShortName(
    value = {"additionFactor", "thresholdFactor"},
    required = 0)
public record Solarization(
    String dataFormat,
    List<Double> valueRange,
    Object additionFactor,
    Object thresholdFactor,
    @Nullable Long seed)
    implements Augmentation, SolarizationBuilder.With {

  /** Keras' defaults. */
  public static final Solarization DEFAULTS =
      new Solarization("channels_last", List.of(0.0, 255.0), 0.0, 0.0, null);

  @Override
  public boolean casts() {
    return true;
  }
}
