package dev.tenon.layers.augmentation;

import dev.tenon.layers.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In training, blurs pictures; at inference, hands pictures on.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
 */
@RecordBuilder
@ShortName(value = "factor", required = 0)
public record RandomGaussianBlur(
    String dataFormat,
    Object factor,
    Object kernelSize,
    Object sigma,
    List<Double> valueRange,
    @Nullable Long seed)
    implements Augmentation, RandomGaussianBlurBuilder.With {

  /** Keras' defaults. */
  public static final RandomGaussianBlur DEFAULTS =
      new RandomGaussianBlur("channels_last", 1.0, 3, 1.0, List.of(0.0, 255.0), null);

  @Override
  public boolean casts() {
    return true;
  }
}
