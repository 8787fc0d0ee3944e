package dev.tenon.layers.augmentation;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.augmentation.image.DrawnChange;
import dev.tenon.layers.augmentation.image.FactorRange;
import dev.tenon.layers.augmentation.image.ImageFilter;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sharpens or smooths images in training.
 *
 * <p>Input (batch, height, width, channels); output of the same shape. Inference returns the input.
 *
 * @param factor the sharpness from 0 (smooth) to 1 (sharp), where 0.5 changes nothing: both bounds,
 *     or the upper one
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_sharpness/">Keras:
 *     RandomSharpness</a>
 */
@ShortName("factor")
public record RandomSharpness(
    @Default("channels_last") String dataFormat,
    @Default("0.0") Object factor,
    @Default("0.0, 255.0") List<Double> valueRange,
    @Nullable Long seed)
    implements Augmentation, RandomSharpnessOptions {
  @Override
  public boolean casts(Call call) {
    return true;
  }

  private static final float AROUND = (float) (1.0 / 13);
  private static final float MIDDLE = (float) (5.0 / 13);
  private static final float[] KERNEL = {
    AROUND, AROUND, AROUND, AROUND, MIDDLE, AROUND, AROUND, AROUND, AROUND
  };

  @Override
  public int idleDraws() {
    return 1;
  }

  @Override
  public DrawnChange draw(SeededRandom chance) {
    Ops ops = chance.ops();
    Value drawn = ops.mul(chance.uniform(FactorRange.of(factor, 0)), 2);
    return images -> {
      Value x = images.x();
      Value smooth = images.filter(ImageFilter.constant(ops, x.dtype(), KERNEL, 3, 3));
      Value share = ops.sub(1, ops.cast(drawn, x.dtype()));
      Value moved = ops.add(x, ops.mul(share, ops.sub(smooth, x)));
      return images.clip(moved, FactorRange.values(valueRange));
    };
  }
}
