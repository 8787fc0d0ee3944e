package dev.tenon.layers.augmentation;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.augmentation.image.ColorSpaces;
import dev.tenon.layers.augmentation.image.DrawnChange;
import dev.tenon.layers.augmentation.image.FactorRange;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Blends images with their grayscale versions in training.
 *
 * <p>Input (batch, height, width, 3); output of the same shape. Inference returns the input.
 *
 * @param factor the part of gray from 0 to 1: both bounds, or one for itself and its negative
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_color_degeneration/">Keras:
 *     RandomColorDegeneration</a>
 */
@ShortName("factor")
public record RandomColorDegeneration(
    @Default("channels_last") String dataFormat,
    @Default("0.0") Object factor,
    @Default("0.0, 255.0") List<Double> valueRange,
    @Nullable Long seed)
    implements Augmentation, RandomColorDegenerationOptions {
  @Override
  public int idleDraws() {
    return 1;
  }

  @Override
  public DrawnChange draw(SeededRandom chance) {
    Value drawn = chance.uniform(FactorRange.of(factor, -1));
    return images -> {
      Ops ops = images.ops();
      Value x = images.x();
      Value less = ops.mul(ops.cast(drawn, x.dtype()), ops.sub(ColorSpaces.grey(images), x));
      return images.clip(ops.add(x, less), FactorRange.values(valueRange));
    };
  }
}
