package dev.tenon.layers.augmentation;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.augmentation.image.ColorSpaces;
import dev.tenon.layers.augmentation.image.DrawnChange;
import dev.tenon.layers.augmentation.image.FactorRange;
import dev.tenon.layers.augmentation.image.ImageBatch;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rotates the hue of images in training.
 *
 * <p>Input (batch, height, width, 3); output of the same shape. Inference returns the input.
 *
 * @param factor the rotation as a part of half a turn from 0 to 1, in a random direction: both
 *     bounds, or the upper one
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_hue/">Keras:
 *     RandomHue</a>
 */
@ShortName("factor")
public record RandomHue(
    @Default("channels_last") String dataFormat,
    @Default("0.0") Object factor,
    @Default("0.0, 255.0") List<Double> valueRange,
    @Nullable Long seed)
    implements Augmentation, RandomHueOptions {
  @Override
  public int idleDraws() {
    return 2;
  }

  @Override
  public DrawnChange draw(SeededRandom chance) {
    Ops ops = chance.ops();
    Value side = chance.uniform(FactorRange.UNIT);
    Value one = ops.add(ops.mul(side, 0), 1);
    Value way = ops.where(ops.greater(side, ops.scalar(side, 0.5)), ops.neg(one), one);
    Value turn = ops.mul(ops.mul(way, chance.uniform(FactorRange.of(factor, 0))), 0.5);
    return images -> turned(images, ops.cast(turn, images.x().dtype()));
  }

  private Value turned(ImageBatch images, Value turn) {
    Ops ops = images.ops();
    FactorRange values = FactorRange.values(valueRange);
    ImageBatch unit = images.with(images.rescale(images.x(), values, FactorRange.UNIT));
    ColorSpaces colors = ColorSpaces.of(unit);
    Value hue = ops.add(colors.hue(), turn);
    hue = ops.where(ops.greater(hue, ops.scalar(hue, 1)), ops.sub(hue, 1), hue);
    hue = ops.where(ops.less(hue, ops.scalar(hue, 0)), ops.add(hue, 1), hue);
    Value rgb = ops.clip(colors.withHue(hue).rgb(unit), 0, 1);
    return images.rescale(rgb, FactorRange.UNIT, values);
  }
}
