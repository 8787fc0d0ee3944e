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
 * Scales the distance of pixels from the mean of their channel in training.
 *
 * <p>{@code y = (x - mean) * f + mean} with {@code f} between {@code 1 - lower} and {@code 1 +
 * upper}. Input (batch, height, width, channels); output of the same shape. Inference returns the
 * input. {@link LegacyOption#REAL_RESULTS} returns integers as real numbers even if nothing
 * changes.
 *
 * @param factor the numbers {@code lower} and {@code upper} from 0 to 1; one number is {@code
 *     upper}, with a {@code lower} of 0
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_contrast/">Keras:
 *     RandomContrast</a>
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
