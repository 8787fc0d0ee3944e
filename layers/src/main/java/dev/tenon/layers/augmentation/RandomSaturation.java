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
 * In training, makes colours stronger or weaker; at inference, hands images on.
 *
 * <p>{@code factor} is from 0 (grey) to 1 (as strong as can be), 0.5 changes nothing: two numbers
 * that it is drawn between, or one for itself and its negative, as in Keras; below 0 is grey.
 * Images have three channels.
 *
 * <p>{@code valueRange}, 0 and 255, bounds the saturation itself, as in Keras.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
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
