package dev.tenon.layers.augmentation;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.augmentation.image.AffineTransform;
import dev.tenon.layers.augmentation.image.DrawnChange;
import dev.tenon.layers.augmentation.image.FactorRange;
import dev.tenon.layers.augmentation.image.ImageBatch;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import org.jspecify.annotations.Nullable;

/**
 * Shifts images in training.
 *
 * <p>Input (batch, height, width, channels); output of the same shape. Inference returns the input.
 * The gradient follows the inverse transformation, as in Keras.
 *
 * @param heightFactor the shift down as a part of the height from -1 to 1: both bounds, or one for
 *     itself and its negative
 * @param widthFactor the shift to the right as a part of the width from -1 to 1: both bounds, or
 *     one for itself and its negative
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_translation/">Keras:
 *     RandomTranslation</a>
 */
@ShortName({"heightFactor", "widthFactor"})
public record RandomTranslation(
    @Default("channels_last") String dataFormat,
    @Default("0.0") Object heightFactor,
    @Default("0.0") Object widthFactor,
    @Default("reflect") String fillMode,
    @Default("0") double fillValue,
    @Default("bilinear") String interpolation,
    @Nullable Long seed)
    implements Augmentation, RandomTranslationOptions {
  @Override
  public boolean casts(Call call) {
    return true;
  }

  @Override
  public DrawnChange draw(SeededRandom chance) {
    AffineTransform affine = new AffineTransform(fillMode, fillValue, interpolation);
    Ops ops = chance.ops();
    ImageBatch drawn = chance.images();
    FactorRange height = FactorRange.around(heightFactor);
    FactorRange width = FactorRange.around(widthFactor);
    Value down = ops.neg(way(chance, height, drawn.row()));
    Value right = ops.neg(way(chance, width, drawn.column()));
    Value one = ops.add(ops.mul(down, 0), 1);
    boolean near = height.within(AffineTransform.NEAR) && width.within(AffineTransform.NEAR);
    return images -> affine.zoom(images, near, one, right, one, down);
  }

  private static Value way(SeededRandom chance, FactorRange factor, int axis) {
    ImageBatch drawn = chance.images();
    Value part = chance.uniform(factor, DType.FLOAT32, AffineTransform.column(drawn));
    return chance.ops().mul(part, drawn.length(axis, DType.FLOAT32));
  }
}
