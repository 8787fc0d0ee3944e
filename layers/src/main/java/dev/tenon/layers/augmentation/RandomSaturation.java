package dev.tenon.layers.augmentation;

import dev.tenon.config.Config;
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
 * Changes the saturation of images in training.
 *
 * <p>Input (batch, height, width, 3); output of the same shape. Inference returns the input. As in
 * Keras, the value range bounds the saturation itself.
 *
 * @param factor the saturation from 0 (gray) to 1 (full), where 0.5 changes nothing: both bounds,
 *     or one for itself and its negative
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_saturation/">Keras:
 *     RandomSaturation</a>
 */
@ShortName("factor")
public record RandomSaturation(
    @Default("channels_last") String dataFormat,
    @Default("0.0") Object factor,
    @Default("0.0, 255.0") List<Double> valueRange,
    @Nullable Long seed)
    implements Augmentation, RandomSaturationOptions {
  @Override
  public int idleDraws() {
    return 1;
  }

  @Override
  public DrawnChange draw(SeededRandom chance) {
    Ops ops = chance.ops();
    Value drawn = chance.uniform(FactorRange.of(factor, -1));
    Value strength = ops.div(drawn, ops.add(ops.sub(1, drawn), Config.epsilon()));
    return images -> {
      ColorSpaces colors = ColorSpaces.of(images);
      Value saturation = ops.mul(colors.saturation(), ops.cast(strength, images.x().dtype()));
      Value bounded = images.clip(saturation, FactorRange.values(valueRange));
      return colors.withSaturation(bounded).rgb(images);
    };
  }
}
