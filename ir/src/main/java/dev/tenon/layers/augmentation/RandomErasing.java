package dev.tenon.layers.augmentation;

import dev.tenon.layers.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In training, paints over a rectangle; at inference, hands pictures on.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
 */
@RecordBuilder
@ShortName(value = "factor", required = 0)
public record RandomErasing(
    String dataFormat,
    Object factor,
    Object scale,
    @Nullable Object fillValue,
    List<Double> valueRange,
    @Nullable Long seed)
    implements Augmentation, RandomErasingBuilder.With {

  /** Keras' defaults. */
  public static final RandomErasing DEFAULTS =
      new RandomErasing("channels_last", 1.0, List.of(0.02, 0.33), null, List.of(0.0, 255.0), null);

  @Override
  public boolean casts() {
    return true;
  }
}
