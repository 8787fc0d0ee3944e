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
 * In training, moves pixels away from or towards the mean of their channel; at inference, hands
 * images on.
 *
 * <p>The distance from the mean is multiplied by a number between {@code 1 - lower} and {@code 1 +
 * upper}. {@code factor} holds the two, from 0 to 1, or one number for the upper, with a lower of
 * 0.
 *
 * <p>{@code valueRange} holds the least and the greatest value of a pixel, 0 and 255.
 *
 * <p>With {@link LegacyOption#REAL_RESULTS} integers come back as real numbers even where nothing
 * is changed.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
 */
@ShortName("factor")
public record RandomContrast(
    @Default("channels_last") String dataFormat,
    @Default("0.0") Object factor,
    @Default("0.0, 255.0") List<Double> valueRange,
    @Nullable Long seed)
    implements Augmentation, RandomContrastOptions {
  @Override
  public boolean casts(Call call) {
    return call.has(LegacyOption.REAL_RESULTS);
  }

  @Override
  public DrawnChange draw(SeededRandom chance) {
    FactorRange range = FactorRange.of(factor, 0);
    Value strength =
        chance.uniform(new FactorRange(1 - range.low(), 1 + range.high()), chance.compute());
    return images -> {
      Ops ops = images.ops();
      Value rows = ops.reduceMean(images.x(), true, images.row());
      Value mean = ops.reduceMean(rows, true, images.column());
      Value moved = ops.add(ops.mul(ops.sub(images.x(), mean), strength), mean);
      return images.clip(moved, FactorRange.values(valueRange));
    };
  }
}
