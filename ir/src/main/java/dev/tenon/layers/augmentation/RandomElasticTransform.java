package dev.tenon.layers.augmentation;

import dev.tenon.layers.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In training, bends pictures; at inference, hands pictures on.
 *
 * <p>Training is refused: where the size of the batch is open, as in {@code fit}, Keras 3.15 puts
 * the first picture in the place of all the others.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
 */
@RecordBuilder
@ShortName(
    value = {"factor", "scale"},
    required = 0)
public record RandomElasticTransform(
    String dataFormat,
    Object factor,
    Object scale,
    String interpolation,
    String fillMode,
    double fillValue,
    List<Double> valueRange,
    @Nullable Long seed)
    implements Augmentation, RandomElasticTransformBuilder.With {

  /** Keras' defaults. */
  public static final RandomElasticTransform DEFAULTS =
      new RandomElasticTransform(
          "channels_last", 1.0, 1.0, "bilinear", "reflect", 0, List.of(0.0, 255.0), null);

  @Override
  public boolean casts() {
    return true;
  }

  @Override
  public String instead() {
    return "use RandomPerspective, or take the layer out";
  }
}
