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
import java.util.List;
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
    Value down = way(chance, heightFactor, drawn.row());
    Value right = way(chance, widthFactor, drawn.column());
    Value zero = ops.mul(down, 0);
    Value one = ops.add(zero, 1);
    List<Value> rows = List.of(one, zero, ops.neg(right), zero, one, ops.neg(down));
    return images -> affine.move(images, rows);
  }

  private static Value way(SeededRandom chance, Object factor, int axis) {
    ImageBatch drawn = chance.images();
    Value part =
        chance.uniform(FactorRange.around(factor), DType.FLOAT32, AffineTransform.column(drawn));
    return chance.ops().mul(part, drawn.length(axis, DType.FLOAT32));
  }
}
