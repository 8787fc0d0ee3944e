package dev.tenon.layers.augmentation;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.augmentation.image.AffineTransform;
import dev.tenon.layers.augmentation.image.DrawnChange;
import dev.tenon.layers.augmentation.image.FactorRange;
import dev.tenon.layers.augmentation.image.Homography;
import dev.tenon.layers.augmentation.image.ImageBatch;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Distorts the perspective of images in training.
 *
 * <p>Input (batch, height, width, channels) of known height and width; output of the same shape.
 * Inference returns the input. The gradient follows the inverse transformation, as in Keras.
 *
 * @param factor the probability of the change from 0 to 1: both bounds, or the upper one
 * @param scale the largest shift of a corner: half of this part of its distance from the upper left
 *     corner
 * @param fillValue the value of pixels outside the image
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_perspective/">Keras:
 *     RandomPerspective</a>
 */
@ShortName(
    value = {"factor", "scale"},
    required = 0)
public record RandomPerspective(
    @Default("channels_last") String dataFormat,
    @Default("1.0") Object factor,
    @Default("1") double scale,
    @Default("bilinear") String interpolation,
    @Default("0") double fillValue,
    @Nullable Long seed)
    implements Augmentation, RandomPerspectiveOptions {
  @Override
  public boolean casts(Call call) {
    return true;
  }

  @Override
  public DrawnChange draw(SeededRandom chance) {
    AffineTransform affine = new AffineTransform("constant", fillValue, interpolation);
    Ops ops = chance.ops();
    ImageBatch drawn = chance.images();
    Value likely = chance.uniform(FactorRange.of(factor, 0));
    Value chosen = ops.less(chance.uniform(FactorRange.UNIT), likely);
    Shape corners = Shape.of(drawn.x().shape().dim(0), Dim.of(4), Dim.of(2));
    FactorRange range = new FactorRange(-0.5 * scale, 0.5 * scale);
    Value moved = chance.uniform(range, chance.compute(), corners);
    Value start = ops.constant(Tensor.of(corners(drawn), 1, 4, 2));
    Value ways = ops.cast(moved, DType.FLOAT32);
    Value rows = Homography.rows(ops, start, ops.add(start, ops.mul(start, ways)));
    return images -> images.choose(chosen, affine.move(images, rows), images.x());
  }

  private static float[] corners(ImageBatch drawn) {
    float right = drawn.x().shape().length(drawn.column()) - 1f;
    float bottom = drawn.x().shape().length(drawn.row()) - 1f;
    if (right < 0 || bottom < 0) {
      throw new IllegalArgumentException(
          "RandomPerspective needs images of known height and width in training, not "
              + drawn.x().shape());
    }
    return new float[] {0, 0, right, 0, 0, bottom, right, bottom};
  }
}
