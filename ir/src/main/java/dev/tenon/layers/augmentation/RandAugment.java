package dev.tenon.layers.augmentation;

import dev.tenon.layers.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In training, applies a few changes drawn from many; at inference, hands pictures on.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
 */
@RecordBuilder
@ShortName
public record RandAugment(
    String dataFormat,
    List<Double> valueRange,
    long numOps,
    Object factor,
    String interpolation,
    @Nullable Long seed)
    implements Augmentation, RandAugmentBuilder.With {

  /** Keras' defaults. */
  public static final RandAugment DEFAULTS =
      new RandAugment("channels_last", List.of(0.0, 255.0), 2, 0.5, "bilinear", null);

  @Override
  public boolean casts() {
    return true;
  }
}
