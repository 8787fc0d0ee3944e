package dev.tenon.layers.augmentation;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.augmentation.image.AffineTransform;
import dev.tenon.layers.augmentation.image.DrawnChange;
import dev.tenon.layers.augmentation.image.FactorRange;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shears images in a random direction in training.
 *
 * <p>Input (batch, height, width, channels); output of the same shape. Inference returns the input.
 * The gradient follows the inverse transformation, as in Keras.
 *
 * @param xFactor the horizontal shear as a part of the image from 0 to 1: both bounds, or one for
 *     itself and its negative
 * @param yFactor the vertical shear as a part of the image from 0 to 1: both bounds, or one for
 *     itself and its negative
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_shear/">Keras:
 *     RandomShear</a>
 */
@ShortName(
    value = {"xFactor", "yFactor"},
    required = 0)
public record RandomShear(
    @Default("channels_last") String dataFormat,
    @Default("0.0") Object xFactor,
    @Default("0.0") Object yFactor,
    @Default("reflect") String fillMode,
    @Default("0") double fillValue,
    @Default("bilinear") String interpolation,
    @Nullable Long seed)
    implements Augmentation, RandomShearOptions {
  @Override
  public boolean casts(Call call) {
    return true;
  }

  @Override
  public DrawnChange draw(SeededRandom chance) {
    AffineTransform affine = new AffineTransform(fillMode, fillValue, interpolation);
    Ops ops = chance.ops();
    Shape column = AffineTransform.column(chance.images());
    DType type = chance.compute();
    Value side = chance.uniform(FactorRange.UNIT, type, column);
    Value one = ops.add(ops.mul(side, 0), 1);
    Value way = ops.where(ops.greater(side, ops.scalar(side, 0.5)), ops.neg(one), one);
    Value y = ops.mul(chance.uniform(FactorRange.around(yFactor), type, column), way);
    Value x = ops.mul(chance.uniform(FactorRange.around(xFactor), type, column), way);
    Value zero = ops.mul(one, 0);
    List<Value> rows = List.of(one, x, zero, y, one, zero);
    return images -> affine.move(images, rows);
  }
}
