package dev.tenon.layers.augmentation;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.augmentation.image.DrawnChange;
import dev.tenon.layers.augmentation.image.FactorRange;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.LegacyOption;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds a random number to all pixels of an image in training.
 *
 * <p>Input (batch, height, width, channels); output of the same shape. Inference returns the input.
 * {@link LegacyOption#REAL_RESULTS} returns integers as real numbers even if nothing changes.
 *
 * @param factor the number added, as a part of the value range from -1 to 1: both bounds, or one
 *     for itself and its negative
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_brightness/">Keras:
 *     RandomBrightness</a>
 */
@ShortName("factor")
public record RandomBrightness(
    @Default("channels_last") String dataFormat,
    @Default("0.0") Object factor,
    @Default("0.0, 255.0") List<Double> valueRange,
    @Nullable Long seed)
    implements Augmentation, RandomBrightnessOptions {
  @Override
  public boolean casts(Call call) {
    return call.has(LegacyOption.REAL_RESULTS);
  }

  @Override
  public DrawnChange draw(SeededRandom chance) {
    FactorRange values = FactorRange.values(valueRange);
    Value drawn = chance.uniform(FactorRange.of(factor, -1));
    Value more = chance.ops().mul(drawn, values.span());
    return images -> {
      Ops ops = images.ops();
      Value x = images.x();
      return images.clip(ops.add(x, ops.cast(more, x.dtype())), values);
    };
  }
}
