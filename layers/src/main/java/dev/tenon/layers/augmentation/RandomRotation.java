package dev.tenon.layers.augmentation;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;
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
 * Rotates images around their center in training.
 *
 * <p>Input (batch, height, width, channels); output of the same shape. Inference returns the input.
 * A positive angle rotates counterclockwise. The gradient follows the inverse transformation, as in
 * Keras.
 *
 * @param factor the angle as a part of a full turn from -1 to 1: both bounds, or one for itself and
 *     its negative
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_rotation/">Keras:
 *     RandomRotation</a>
 */
@ShortName("factor")
public record RandomRotation(
    @Default("channels_last") String dataFormat,
    @Default("0.0") Object factor,
    @Default("reflect") String fillMode,
    @Default("0") double fillValue,
    @Default("bilinear") String interpolation,
    @Nullable Long seed)
    implements Augmentation, RandomRotationOptions {
  @Override
  public boolean casts(Call call) {
    return true;
  }

  @Override
  public DrawnChange draw(SeededRandom chance) {
    AffineTransform affine = new AffineTransform(fillMode, fillValue, interpolation);
    Ops ops = chance.ops();
    ImageBatch drawn = chance.images();
    FactorRange degrees = FactorRange.of(factor, -1).times(360);
    Value angle =
        ops.mul(
            chance.uniform(degrees, DType.FLOAT32, AffineTransform.column(drawn)), Math.PI / 180);
    Value cos = ops.apply(new Unary.Cos(), angle);
    Value sin = ops.apply(new Unary.Sin(), angle);
    Value cx = ops.mul(ops.sub(drawn.length(drawn.column(), DType.FLOAT32), 1), 0.5);
    Value cy = ops.mul(ops.sub(drawn.length(drawn.row(), DType.FLOAT32), 1), 0.5);
    Value back = ops.neg(sin);
    List<Value> rows =
        List.of(
            cos,
            back,
            ops.sub(ops.sub(cx, ops.mul(cx, cos)), ops.mul(cy, back)),
            sin,
            cos,
            ops.sub(ops.sub(cy, ops.mul(cx, sin)), ops.mul(cy, cos)));
    return images -> affine.move(images, rows);
  }
}
