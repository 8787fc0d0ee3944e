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
 * Zooms images in or out in training.
 *
 * <p>Input (batch, height, width, channels); output of the same shape. Inference returns the input.
 * The gradient follows the inverse transformation, as in Keras.
 *
 * @param heightFactor the vertical zoom above -1 and up to 1, where positive numbers zoom out: both
 *     bounds, or one for itself and its negative
 * @param widthFactor the horizontal zoom in the same form. Without one the proportions stay.
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_zoom/">Keras:
 *     RandomZoom</a>
 */
@ShortName(
    value = {"heightFactor", "widthFactor"},
    required = 1)
public record RandomZoom(
    @Default("channels_last") String dataFormat,
    @Default("0.0") Object heightFactor,
    @Nullable Object widthFactor,
    @Default("reflect") String fillMode,
    @Default("0") double fillValue,
    @Default("bilinear") String interpolation,
    @Nullable Long seed)
    implements Augmentation, RandomZoomOptions {
  @Override
  public boolean casts(Call call) {
    return true;
  }

  @Override
  public DrawnChange draw(SeededRandom chance) {
    AffineTransform affine = new AffineTransform(fillMode, fillValue, interpolation);
    ImageBatch drawn = chance.images();
    FactorRange height = FactorRange.around(heightFactor);
    FactorRange width = widthFactor == null ? height : FactorRange.around(widthFactor);
    Value tall = zoom(chance, height);
    Value wide = widthFactor == null ? tall : zoom(chance, width);
    Value right = offset(chance.ops(), drawn.length(drawn.column(), DType.FLOAT32), wide);
    Value down = offset(chance.ops(), drawn.length(drawn.row(), DType.FLOAT32), tall);
    // A factor of one reads half a length outside.
    boolean near = height.within(1) && width.within(1);
    return images -> affine.zoom(images, near, wide, right, tall, down);
  }

  private static Value zoom(SeededRandom chance, FactorRange range) {
    return chance.uniform(
        new FactorRange(1 + range.low(), 1 + range.high()),
        DType.FLOAT32,
        AffineTransform.column(chance.images()));
  }

  private static Value offset(Ops ops, Value length, Value zoom) {
    return ops.mul(ops.div(ops.sub(length, 1), 2), ops.sub(1, zoom));
  }
}
